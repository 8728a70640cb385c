import { type Claim, compatible, type Plan } from '../../domain/plan.ts';
import { claimOn } from './database-target.ts';

type Held = Pick<Plan, 'target' | 'claims'>;

/** Whether one of two plans may not run while the other does (S14). */
export function excludes(one: Held, other: Held): boolean {
  const held = withNames(other);
  return withNames(one).some((claim) => held.some((another) => !compatible(claim, another)));
}

/**
 * What is claimed of the target is claimed of its name too: after a restore beside another database bears it (S8), whose
 * id nobody knew when that was planned.
 */
function withNames({ target, claims }: Held): readonly Claim[] {
  const { server, database } = target;
  const key = `${server}/name/${database}`.toLowerCase();
  const named = claims
    .filter((claim) => claim.key === claimOn(target, claim.mode).key)
    .map(({ mode }) => ({ key, mode }));
  return [...claims, ...named];
}
