import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Approval } from '../domain/run.ts';

/** Proves that an approval was written by hart and not into its file (S45). */
export interface ApprovalSeal {
  /** Null: there is no key. */
  make(run: string, approval: Approval): string | null;
  holds(run: string, approval: Approval, seal: string | null): boolean;
}

/** @param secretKey HART_SECRET_KEY; null: approvals are taken as they stand in the store. */
export function createApprovalSeal(secretKey: string | null): ApprovalSeal {
  if (secretKey === null) return { make: () => null, holds: () => true };
  const key = Buffer.from(hkdfSync('sha256', secretKey, 'hart', 'approvals', 32));
  const sealOf = (run: string, { by, at, hash, approverOf }: Approval) =>
    createHmac('sha256', key)
      .update(canonicalize({ what: 'hart/approval/1', run, by, at, hash, approverOf }) ?? '')
      .digest();
  return {
    make: (run, approval) => sealOf(run, approval).toString('hex'),
    holds(run, approval, seal) {
      if (seal === null) return false;
      const given = Buffer.from(seal, 'hex');
      const wanted = sealOf(run, approval);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}
