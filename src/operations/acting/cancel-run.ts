import type { Acted } from '../../domain/acting.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import type { Agent, Run } from '../../domain/run.ts';
import { actOnRun } from './act-on-run.ts';
import { wantNoCancel, wantOnce } from './cancel-operation.ts';
import { type Engine, runEntry } from './engine.ts';
import { pastAWord } from './next-move.ts';
import { firstOf, wantPerson, wantState } from './rules.ts';
import type { Workshop } from './workshop.ts';

/** By the requester or an approver, until the first step that overwrites or changes names (S12). The run ends once its step gives way. */
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
      firstOf(
        wantPerson(by),
        wantState(run, ['running']),
        wantNoCancel(run),
        wantOnce(run),
        wantUntouched(run),
      ),
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

/** After it a cancel is a plan of its own: asked for as the operation `cancel`. */
function wantUntouched(run: Run): Refusal | null {
  const begun = pastAWord(run);
  if (begun === null) return null;
  const { database } = run.plan.target;
  const what = begun.overwrites
    ? `overwrite \`${database}\``
    : `change which database is called \`${database}\``;
  return refuse(
    'S12',
    `\u201c${begun.title}\u201d has begun to ${what}: a cancel is a plan of its own now, with the same approvals.`,
    `Ask for the plan: it names the state that is left and what goes on from there.${begun.undo === null ? '' : ` What undoes it: ${begun.undo}`}`,
  );
}
