import type { Json, JsonObject } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';

/**
 * The form in which plans are kept and hashed. Whoever changes what of a plan is hashed, or how a run is kept that waits,
 * raises its number: what was agreed to under another form cannot be checked, and is asked for again.
 */
export const planFormat = 'hart/plan/2';

/**
 * What an approval is given to: all of the plan, what is shown of it and what is carried out, with the order of which it
 * is planned anew. The tag and version keep a hash of a plan from being taken for one of something else. Whether a plan
 * that is made later is still what was agreed to, `planDifferences` decides.
 */
export function hashed(plan: Plan, { options, by }: Pick<RunOrder, 'options' | 'by'>): JsonObject {
  return { tag: planFormat, requester: by.person, options, plan: asStored(plan) };
}

/** As the store gives it back: without what is undefined. */
function asStored(plan: Plan): Json {
  return JSON.parse(JSON.stringify(plan));
}

/** As people compare it aloud and as cards show it. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}
