import type { Complaint } from '../../domain/fault.ts';
import type { Consent, OperationName } from '../../domain/plan.ts';
import type { Operation } from './operation.ts';

/** What `environments.<n>.consent.<operation>` may say. */
export interface ConsentOverride {
  readonly approvals?: number | undefined;
  readonly typedName?: boolean | undefined;
  readonly stepUp?: boolean | undefined;
  readonly allowWeaker?: boolean | undefined;
}

/** What overwrites or removes what cannot be had again; a copy that a run made can. */
const destroys: ReadonlySet<OperationName> = new Set([
  'restore.in-place',
  'restore.neo4j',
  'before.drop',
  'resync.remove-surplus',
]);

/**
 * What is wanted for an operation: its default, made stricter by configuration; weaker only with `allowWeaker`, and a
 * restore in place never without one approver who is not the requester. Where one approval is let suffice for something
 * that destroys, a one-time code is wanted too (safety rule S44). What may not be said has no effect, and is complained of.
 *
 * @param path of the override, for complaints
 */
export function effectiveConsent(
  { name, consent: own }: Pick<Operation, 'name' | 'consent'>,
  override: ConsentOverride,
  path: string,
): { readonly consent: Consent; readonly complaints: readonly Complaint[] } {
  const { allowWeaker = false } = override;
  const complaints: Complaint[] = [];
  const least = name === 'restore.in-place' ? 1 : 0;
  const said = override.approvals ?? own.approvals;
  const suffice = Math.max(said, allowWeaker ? least : own.approvals);
  const wanted: Consent = { ...own, stepUp: own.stepUp || (destroys.has(name) && suffice <= 1) };
  const asked: Consent = {
    approvals: override.approvals ?? wanted.approvals,
    typedName: override.typedName ?? wanted.typedName,
    stepUp: override.stepUp ?? wanted.stepUp,
  };
  const keep = <Key extends keyof Consent>(key: Key, isWeaker: boolean): Consent[Key] => {
    if (!isWeaker || allowWeaker) return asked[key];
    complaints.push({
      path: `${path}.${key}`,
      message: `is weaker than the default, ${wanted[key]}`,
      hint: 'Remove it, or write allowWeaker: true beside it.',
    });
    return wanted[key];
  };
  const approvals = keep('approvals', asked.approvals < wanted.approvals);
  if (asked.approvals < least && allowWeaker)
    complaints.push({
      path: `${path}.approvals`,
      message: 'would let one person alone overwrite the database',
      hint: 'A restore in place needs 1 approval at least, whatever is allowed.',
    });
  return {
    consent: {
      approvals: Math.max(least, approvals),
      typedName: keep('typedName', wanted.typedName && !asked.typedName),
      stepUp: keep('stepUp', wanted.stepUp && !asked.stepUp),
    },
    complaints,
  };
}
