import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { textIn } from '../../domain/json-fields.ts';
import type { Plan } from '../../domain/plan.ts';
import { isOver, type Run } from '../../domain/run.ts';
import { placeIn, stoppedBy, wantOnce } from './cancel-operation.ts';
import { voidRun } from './end-run.ts';
import { type Engine, runEntry } from './engine.ts';
import { firstOf, wantState } from './rules.ts';

/**
 * What the start of a cancel does to the run that it stops: from now on it ends after the step that was agreed to. To be
 * called in the transaction that starts the cancel, so that both happen or neither, whatever ends meanwhile (S12).
 */
async function askToStop(engine: Engine, cancel: Run): Promise<Run | Refusal> {
  const { id, plan, order } = cancel;
  const agreed = {
    run: id,
    after: textIn(plan.binding, 'after') ?? '',
    leaves: textIn(plan.binding, 'leaves') ?? '',
    goesOn: textIn(plan.binding, 'goes on') ?? '',
    ...(breaksOff(plan) ? { breaksOff: true as const } : {}),
  };
  return engine.change(stoppedBy(order), (run, at) => {
    const place = placeIn(engine.parts, run);
    const refusal = firstOf(
      wantState(run, ['running']),
      wantOnce(run),
      place?.after.id === agreed.after && place.breaksOff === breaksOff(plan) ? null : wentOn(run),
    );
    if (refusal !== null) return refusal;
    const { by } = order;
    const detail = { cancel: id, after: agreed.after };
    return {
      run: { ...run, cancelAsked: { by, at, agreed } },
      entry: runEntry(run, { at, by, act: 'cancel', outcome: 'started', detail }),
      lines: [
        {
          text: `${by.person} stops ${run.id} by ${id}: ${breaksOff(plan) ? 'it is broken off in' : 'it ends after'} \u201c${place?.after.title}\u201d.`,
        },
      ],
    };
  });
}

/** Whether the plan of a cancel breaks off the step that it names. */
export function breaksOff({ binding }: Plan): boolean {
  return binding['is broken off'] === true;
}

function wentOn({ id }: Run): Refusal {
  return refuse(
    'S12',
    `${id} has gone on since the cancel was planned.`,
    'Ask again for a new plan.',
  );
}

/** A cancel that waits is void once the run that it is about is over, or is stopped by another (S12). */
export async function voidIdleCancel(engine: Engine, cancel: Run): Promise<void> {
  if (cancel.order.operation !== 'cancel' || cancel.state === 'running' || isOver(cancel.state))
    return;
  const id = stoppedBy(cancel.order);
  const run = await engine.parts.runs.find(id);
  if (run === null || isOver(run.state))
    await voidRun(engine, cancel.id, `${id} is over: there is nothing left to stop`);
  else if (run.cancelAsked !== null)
    await voidRun(engine, cancel.id, `${run.cancelAsked.by.person} stops ${id} already`);
}

/** As soon as a run has ended; what a crash leaves of it is found at the next look at the time. */
export async function voidCancelsOf(engine: Engine, { id }: Run): Promise<void> {
  for (const run of await engine.parts.runs.open())
    if (run.order.operation === 'cancel' && stoppedBy(run.order) === id)
      await voidIdleCancel(engine, run);
}

/** The cancel starts and the other run is told, or neither. */
export async function startCancel(
  engine: Engine,
  start: () => Promise<Run | Refusal>,
): Promise<Run | Refusal> {
  let refused: Refusal | null = null;
  try {
    return await engine.parts.transaction(async () => {
      const cancel = await start();
      if (isRefusal(cancel)) return cancel;
      const stopped = await askToStop(engine, cancel);
      if (!isRefusal(stopped)) return cancel;
      refused = stopped;
      // Nothing but an error undoes what was begun in a transaction.
      throw new Error(stopped.message);
    });
  } catch (err) {
    if (refused === null) throw err;
    return refused;
  }
}
