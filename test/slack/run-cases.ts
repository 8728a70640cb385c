import type { Refusal } from '../../src/domain/authority.ts';
import type { Run } from '../../src/domain/run.ts';
import { ada, aHash, aRun, ben } from '../fakes/runs.ts';
import { NOON } from '../fakes/views.ts';

/** A restore in place by otto that waits for two approvals. */
export function asked(changed: Partial<Run> = {}): Run {
  return aRun({ expiresAt: Date.now() + 900_000, ...changed });
}

export function approvedByBoth(): Run {
  const approvals = [ada, ben].map((by) => ({ by, at: NOON, hash: aHash }));
  return asked({ state: 'approved', approvals });
}

export const refusal: Refusal = {
  kind: 'refusal',
  rule: 'S22',
  message: 'Its base is not there any more. <!channel>',
  hint: 'Take a full backup first.',
};
