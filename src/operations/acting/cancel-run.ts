import type { Acted } from '../../domain/acting.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import type { Agent, Run } from '../../domain/run.ts';
import { actOnRun } from './act-on-run.ts';
import { type Engine, runEntry } from './engine.ts';
import { overwriting } from './next-move.ts';
import { firstOf, wantPerson, wantState } from './rules.ts';
import type { Workshop } from './workshop.ts';

/** By the requester or an approver, until the first overwriting step (S12). The run ends once its step gives way. */
export async function cancelRun(
  engine: Engine,
  workshop: Workshop,
  id: string,
  by: Agent,
): Promise<Acted> {
  const acted = await actOnRun(engine, {
    id,
    by,
    name: 'cancel',
    check: (run) =>
      firstOf(wantPerson(by), wantState(run, ['running']), wantOnce(run), wantUntouched(run)),
    async ask({ order }) {
      if (by.person === order.by.person) return null;
      return engine.parts.mayStill(by, 'approver', order.environment, false);
    },
    apply: (run, at) => ({
      run: { ...run, cancelAsked: { by, at } },
      entry: runEntry(run, { at, by, act: 'cancel', outcome: 'started' }),
      lines: [{ text: `${by.person} cancels ${run.id}: it stops at the next place where it can.` }],
    }),
  });
  if (!isRefusal(acted)) workshop.get(id)?.cancel.abort();
  return acted;
}

function wantOnce({ id, cancelAsked }: Run): Refusal | null {
  if (cancelAsked === null) return null;
  return refuse(
    'state',
    `${cancelAsked.by.person} cancels ${id} already.`,
    'It stops at the next place where it can.',
  );
}

/** After it a cancel is a plan of its own, so this says what a cancel would leave. */
function wantUntouched(run: Run): Refusal | null {
  const begun = overwriting(run);
  if (begun === null) return null;
  const left = run.plan.steps.filter(
    ({ id }) => run.steps.find((step) => step.id === id)?.state === 'waiting',
  );
  const [next] = left;
  const missing =
    next === undefined ? '' : `, without ${left.length} steps from \u201c${next.title}\u201d on`;
  return refuse(
    'S12',
    `\u201c${begun.title}\u201d has begun to overwrite: a cancel now would leave \`${run.plan.target.database}\` half done${missing}.`,
    begun.undo === null
      ? 'Let it end; then plan what should be true instead.'
      : `Let it end. What undoes it: ${begun.undo}`,
  );
}
