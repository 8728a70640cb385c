import type { Report, Run, RunState } from '../../domain/run.ts';
import { SECOND } from '../../domain/time.ts';
import { voidCancelsOf } from './ask-to-stop.ts';
import { endedTitle } from './ended-title.ts';
import { bot, type Engine, runEntry } from './engine.ts';
import { leftByCancel } from './stop-place.ts';
import type { Work } from './work.ts';
import { writeRun } from './write-run.ts';

/** Ends a run that ran: its report, its entry, its anchor; then its window and its lock are given back. */
export async function finish(
  engine: Engine,
  work: Work,
  state: RunState,
  stoppedBy?: string,
): Promise<void> {
  const { parts } = engine;
  const isBad = state === 'failed' || state === 'stopped';
  const write = () =>
    writeRun(engine, work, (before, at) => {
      const run = over({ ...before, state, endedAt: at }, stoppedBy);
      const report = reportOf(engine, work, run, stoppedBy);
      return {
        run: { ...run, report },
        entry: runEntry(run, {
          at,
          by: bot,
          act: 'end',
          outcome: isBad ? 'failed' : 'done',
          detail: { state, report: report.title },
        }),
        lines: [{ text: report.title, ...(isBad ? { to: run.order.by } : {}) }],
      };
    });
  // Until it is written the run counts as running and excludes others: the truth is in this process alone.
  while (!(await write()) && !work.abandoned) await parts.sleep(5 * SECOND);
  if (work.abandoned) return;
  await engine.anchor();
  await voidCancelsOf(engine, work.run).catch((err: unknown) =>
    parts.log.error({ err, run: work.run.id }, 'The cancels of a run stay open for now'),
  );
  await parts.windows
    .close(work.run)
    .catch((err: unknown) => parts.log.error({ err, run: work.run.id }, 'A window stays open'));
}

/** What was not reached is skipped; what was under way when it stopped stays so, since nobody knows. */
function over(run: Run, stoppedBy: string | undefined): Run {
  const steps = run.steps.map((step) =>
    step.state === 'waiting' ? { ...step, state: 'skipped' as const } : step,
  );
  if (stoppedBy === undefined) return { ...run, steps };
  return { ...run, steps, endedBy: { by: bot, why: stoppedBy } };
}

/** What a cancel left stands in the report too, and what it broke off (S12). */
function withStop(report: Report, run: Run): Report {
  const { state, cancelAsked } = run;
  if (state !== 'cancelled') return report;
  const left = leftByCancel(run);
  const stopped =
    left === null
      ? brokenOffIn(run)
      : [
          `Stopped by ${cancelAsked?.agreed?.run} ${left.isBrokenOff ? 'in the middle of' : 'after'} \u201c${left.title}\u201d.`,
          `Left: ${left.leaves}`,
          `From there: ${left.goesOn}`,
        ];
  return { ...report, lines: [...stopped, ...report.lines] };
}

function brokenOffIn({ plan, steps }: Run): readonly string[] {
  return plan.steps.flatMap(({ id, title, brokenOff }) => {
    const step = steps.find((each) => each.id === id);
    const isIt = step?.state === 'skipped' && step.startedAt !== null;
    return isIt && brokenOff !== undefined
      ? [`\u201c${title}\u201d was broken off. ${brokenOff}`]
      : [];
  });
}

function reportOf(
  { parts }: Engine,
  { operation }: Work,
  run: Run,
  stoppedBy: string | undefined,
): Report {
  try {
    const report = withStop(operation.report(run), run);
    if (stoppedBy === undefined) return report;
    const lines = [`It stopped, and a person must look: ${stoppedBy}`, ...report.lines];
    return { ...report, lines };
  } catch (err) {
    parts.log.error({ err, run: run.id }, 'A report could not be written');
    const left = stoppedBy === undefined ? [] : [stoppedBy];
    return { title: endedTitle(run), lines: left, left: [], next: [] };
  }
}
