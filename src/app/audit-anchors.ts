import type { Config } from '../config/load-config.ts';
import type { Secrets } from '../config/secrets.ts';
import { appendAnchor, newestAnchor } from '../delivery/anchor-file.ts';
import { postAnchor } from '../delivery/anchor-webhook.ts';
import type { Refusal } from '../domain/authority.ts';
import type { Instant } from '../domain/time.ts';
import type { AuditVerdict } from '../store/audit-log.ts';
import type { Store } from '../store/open-store.ts';

/** Keeps where the audit log ends in places that the bot cannot edit (safety rule S48). */
export interface AuditAnchors {
  /** Rejects when one of the places did not take it. */
  send(): Promise<void>;
  /** Why the store is not to be acted upon: it ends before what was anchored, or says otherwise (S49). */
  behind(): Promise<Refusal | null>;
}

export function createAuditAnchors(parts: {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly store: Pick<Store, 'audit'>;
  readonly now: () => Instant;
}): AuditAnchors {
  const { config, secrets, store, now } = parts;
  const { file, webhook } = config.audit.anchors;
  return {
    async send() {
      const head = await store.audit.head();
      if (head === null) return;
      const anchor = { at: now(), ...head };
      if (file !== null) appendAnchor(file, anchor);
      if (webhook !== null)
        await postAnchor({ url: webhook.url, secret: secrets.webhookSecret ?? '' }, anchor);
    },

    async behind() {
      const anchor = file === null ? null : newestAnchor(file);
      if (anchor === null) return null;
      const found = await store.audit.hashAt(anchor.sequence);
      if (found === anchor.hash) return null;
      return {
        kind: 'refusal',
        rule: 'S49',
        message: `hart's store does not have entry ${anchor.sequence} of its audit log as it was anchored: it was restored from a copy, or changed. Nothing is done until an admin has looked.`,
        hint: 'An admin runs `hart audit verify`, looks at what is running, and then `hart audit acknowledge`.',
      };
    },
  };
}

/** Reads the whole audit log again, and holds it against the newest anchor where there is one. */
export async function verifyAgainstAnchor(
  { audit }: Pick<Config, 'audit'>,
  store: Pick<Store, 'audit'>,
): Promise<AuditVerdict> {
  const { file } = audit.anchors;
  return store.audit.verify((file === null ? null : newestAnchor(file)) ?? undefined);
}
