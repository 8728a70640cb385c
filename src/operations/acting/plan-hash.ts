import type { JsonObject } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan.ts';
import { differences } from '../../domain/plan.ts';

/** What an approval is bound to. The tag and version keep a hash of a plan from being taken for one of something else. */
export function hashed(plan: Plan, requester: string): JsonObject {
  return { tag: 'hart/plan/1', requester, ...frame(plan), binding: plan.binding };
}

/** The names of what is no longer as it was agreed to; empty: the agreement holds. */
export function whatDiffers(agreed: Plan, now: Plan): readonly string[] {
  return [...differences(frame(agreed), frame(now)), ...differences(agreed.binding, now.binding)];
}

function frame({ operation, environment, target, risk }: Plan): JsonObject {
  const { kind, server, database, identity } = target;
  return { operation, environment, target: { kind, server, database, identity }, risk };
}

/** As people compare it aloud and as cards show it. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}
