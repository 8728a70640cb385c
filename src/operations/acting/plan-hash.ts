import type { Json, JsonObject } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';

/**
 * What an approval is given to: all of the plan, what is shown of it and what is carried out, with the order of which it
 * is planned anew. The tag and version keep a hash of a plan from being taken for one of something else. Whether a plan
 * that is made later is still what was agreed to, `planDifferences` decides.
 */
export function hashed(plan: Plan, { options, by }: Pick<RunOrder, 'options' | 'by'>): JsonObject {
  return { tag: 'hart/plan/2', requester: by.person, options, plan: asStored(plan) };
}

/** As the store gives it back: without what is undefined. */
function asStored(plan: Plan): Json {
  return JSON.parse(JSON.stringify(plan));
}

/** As people compare it aloud and as cards show it. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}
