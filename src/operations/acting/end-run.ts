import type { Refusal } from '../../domain/authority.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Agent, Run, RunState } from '../../domain/run.ts';
import { follows } from '../../domain/run.ts';
import { bot, type Change, type Engine, runEntry } from './engine.ts';
import { isExpired } from './rules.ts';

/** How a run ends that never ran, or that nobody may go on with. */
export function ended(
  run: Run,
  state: RunState,
  by: Agent,
  why: string,
  at: number,
  line: string,
): Change {
  return {
    run: { ...run, state, endedBy: { by, why }, endedAt: at, expiresAt: null },
    entry: runEntry(run, { at, by, act: state, outcome: 'done', detail: { why } }),
    lines: [{ text: line }],
  };
}

/**
 * Ends what was agreed to and is not true any more. One that is over or running stays as it is.
 *
 * @param planNow what would be done instead, to be shown beside what was agreed to
 */
export function voidRun(
  engine: Engine,
  id: string,
  why: string,
  planNow?: Plan,
): Promise<Run | Refusal> {
  return engine.change(id, (run, at) => {
    if (!follows[run.state].includes('void')) return null;
    const change = ended(run, 'void', bot, why, at, `${run.id} is void: ${why}. Nothing was done.`);
    return planNow === undefined ? change : { ...change, run: { ...change.run, planNow } };
  });
}

export function expireRun(engine: Engine, id: string): Promise<Run | Refusal> {
  return engine.change(id, (run, at) => {
    if (!follows[run.state].includes('expired') || !isExpired(run, at)) return null;
    const why =
      run.state === 'waiting' ? 'the approvals did not come in time' : 'nobody went on in time';
    const change = ended(run, 'expired', bot, why, at, '');
    const text = `${run.id} has expired: ${why}. Nothing was done. *Ask again* makes a new plan.`;
    return { ...change, lines: [{ text, to: run.order.by }] };
  });
}
