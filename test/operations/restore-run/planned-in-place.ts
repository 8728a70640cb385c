import type { Refusal } from '../../../src/domain/authority.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import type { RestoreFacts } from '../../../src/operations/restore-run/facts.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { anOrder, at, theContext, theFacts } from './restore-facts.ts';

/** An order that ends at 09:30. */
export const toNine = { end: { kind: 'moment', at: at(9, 30) } };

function answerTo(facts: RestoreFacts, options: JsonObject = toNine): Plan | Refusal {
  return planInPlace(anOrder(options), facts, theContext);
}

export function planned(facts: RestoreFacts = theFacts(), options: JsonObject = toNine): Plan {
  const answer = answerTo(facts, options);
  if ('rule' in answer) throw new Error(`${answer.rule}: ${answer.message}`);
  return answer;
}

export function refused(facts: RestoreFacts, options: JsonObject = toNine): Refusal {
  const answer = answerTo(facts, options);
  if (!('rule' in answer)) throw new Error('it was planned');
  return answer;
}
