import type { JsonObject } from '../../domain/json.ts';
import type { PlanStep } from '../../domain/plan.ts';
import type { Run, RunState, RunStep } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { bot, type Engine, runEntry } from './engine.ts';
import { finish } from './finish.ts';
import { givesWay, isCompensating, isSafe, nextMove, overwriting, withStep } from './next-move.ts';
import type { Examined, StepContext, StepOutcome } from './operation.ts';
import { showProgress } from './show-progress.ts';
import { stepFailed } from './step-failed.ts';
import type { Work } from './work.ts';
import { writeRun } from './write-run.ts';

/** A step is looked at again so often after its connection was lost; then a person must look. */
const mostLooks = 2;

/** Carries a run out to its end, from wherever it stands: also one that another process began. */
export async function carryOut(engine: Engine, work: Work): Promise<void> {
  try {
    await engine.anchor();
    await openWindow(engine, work);
    while (!work.abandoned) {
      const move = nextMove(work.run, work.operation.compensations);
      if (move.kind === 'end') return await finish(engine, work, move.state);
      if (!(await hasConnection(engine, work))) return await stopUnclear(engine, work, lostWords);
      const stopped =
        move.kind === 'examine'
          ? await examine(engine, work, move.step)
          : await beginStep(engine, work, move.step);
      if (stopped !== null) return await stopUnclear(engine, work, stopped);
    }
  } finally {
    await work.session?.close();
  }
}

/** Opened anew after a takeover: the lease of the one before died with its process. */
async function openWindow({ parts }: Engine, { run }: Work): Promise<void> {
  await parts.windows
    .open(run, run.plan)
    .catch((err: unknown) => parts.log.error({ err, run: run.id }, 'No window was opened'));
}

const lostWords =
  'the connection to the server was lost, and with it the lock; another could not be opened';

/** The lock is the session's: without it nothing is begun (S14). */
async function hasConnection({ parts }: Engine, work: Work): Promise<boolean> {
  if (!work.operation.session) return true;
  if (work.session !== null && !work.session.lost.aborted) return true;
  await work.session?.close();
  work.session = null;
  const opened = await parts.openSession(work.run);
  if (!opened.ok) return false;
  work.session = opened.value;
  return true;
}

/** Records that the step begins, then does it. Words come back when a person must look. */
async function beginStep(engine: Engine, work: Work, step: PlanStep): Promise<string | null> {
  const { compensations } = work.operation;
  const compensating = isCompensating(work.run, compensations);
  let mayBegin = true;
  const written = await writeRun(engine, work, (run, at) => {
    // A cancel that came meanwhile is in the newest version: then this step is not what comes next.
    const move = nextMove(run, compensations);
    mayBegin = move.kind === 'perform' && move.step.id === step.id;
    if (!mayBegin) return null;
    return {
      run: withStep(run, step.id, { state: 'running', startedAt: at }),
      entry: runEntry(run, {
        at,
        by: bot,
        act: 'step',
        outcome: 'started',
        detail: entryDetail(step),
      }),
    };
  });
  if (!mayBegin || work.abandoned) return null;
  // No step begins before its entry is durable, unless stopping here would leave something half done (S48).
  if (!written && !compensating && isSafe(withStep(work.run, step.id, { state: 'waiting' }))) {
    const note = 'Not begun: hart could not write its log.';
    work.run = withStep(work.run, step.id, { state: 'failed', startedAt: null, note });
    return null;
  }
  await performStep(engine, work, step);
  return null;
}

async function performStep(
  engine: Engine,
  work: Work,
  step: PlanStep,
  again = false,
): Promise<void> {
  const progress = showProgress(engine, work, step);
  const outcome = await perform(engine, work, step, { progress: progress.report, again });
  await progress.end();
  if (work.abandoned) return;
  // A failure over a lost connection says nothing about the server: the next look asks it (S13).
  const lost = work.session?.lost.aborted === true && outcome.kind === 'failed';
  if (lost && looksLeft(work, step)) return;
  await recordOutcome(engine, work, step, outcome);
}

function looksLeft({ lookedAgain }: Work, { id }: PlanStep): boolean {
  const looks = (lookedAgain.get(id) ?? 0) + 1;
  lookedAgain.set(id, looks);
  return looks <= mostLooks;
}

async function perform(
  engine: Engine,
  work: Work,
  step: PlanStep,
  how: Pick<StepContext, 'progress' | 'again'>,
): Promise<StepOutcome> {
  const { parts } = engine;
  const kind = work.operation.steps[step.does];
  if (kind === undefined)
    return stepFailed(
      `hart does not know how to do ${step.does}.`,
      null,
      'Nothing was done in this step.',
    );
  try {
    return await kind.perform(contextOf(engine, work, step, how));
  } catch (err) {
    const about = { run: work.run.id, step: step.id };
    // Its store and its connection are closed behind it; the next start takes it up (S13).
    if (work.abandoned) parts.log.info(about, 'A step was stopped with hart');
    else parts.log.error({ err, ...about }, 'A step broke');
    return stepFailed(
      'Something broke inside this step.',
      null,
      'What it left is not known: look at it.',
    );
  }
}

/** After a crash or a lost connection the target decides, never our own record (S13). */
async function examine(engine: Engine, work: Work, step: PlanStep): Promise<string | null> {
  const { parts } = engine;
  const found = await look(engine, work, step);
  if (work.abandoned) return null;
  parts.log.info({ run: work.run.id, step: step.id, found: found.kind }, 'Examined a step');
  if (found.kind === 'unclear') return `${step.title}: ${found.why}`;
  if (found.kind === 'again' && isGivenUp(work, step)) {
    await recordOutcome(engine, work, step, { kind: 'cancelled', note: found.note });
    return null;
  }
  if (found.kind === 'again') {
    await parts
      .tell(work.run, `${step.title} is done anew: ${found.note}`)
      .catch((err: unknown) => parts.log.error({ err }, 'A line could not be written'));
    await performStep(engine, work, step, true);
    return null;
  }
  const { kind } = found;
  await recordOutcome(
    engine,
    work,
    step,
    kind === 'done' ? found : stepFailed(found.why, null, found.leaves),
  );
  return null;
}

/** It was cancelled before the process died: what left nothing is not done again. */
function isGivenUp({ run, operation }: Work, { id }: PlanStep): boolean {
  return givesWay(run, id) && !operation.compensations.includes(id);
}

async function look(engine: Engine, work: Work, step: PlanStep): Promise<Examined> {
  const kind = work.operation.steps[step.does];
  if (kind === undefined) return { kind: 'unclear', why: `hart does not know ${step.does}` };
  try {
    return await kind.examine(contextOf(engine, work, step, { progress: () => undefined }));
  } catch (err) {
    engine.parts.log.error({ err, run: work.run.id, step: step.id }, 'A step cannot be examined');
    return { kind: 'unclear', why: 'what is true could not be found out' };
  }
}

function contextOf(
  { parts }: Engine,
  work: Work,
  step: PlanStep,
  how: Pick<StepContext, 'progress' | 'again'>,
): StepContext {
  const { run, session, cancel } = work;
  const ports = parts.ports(run.order.environment);
  // What undoes is not to be cancelled by the cancel that it serves.
  const compensating = isCompensating(run, work.operation.compensations);
  const signal = compensating ? new AbortController().signal : cancel.signal;
  return { run, plan: run.plan, step, memory: run.memory, ports, session, signal, ...how };
}

async function recordOutcome(
  engine: Engine,
  work: Work,
  step: PlanStep,
  outcome: StepOutcome,
): Promise<void> {
  if (outcome.kind === 'failed' && outcome.detail !== null)
    engine.parts.log.warn(
      { run: work.run.id, step: step.id, detail: outcome.detail },
      'A step failed',
    );
  await writeRun(engine, work, (run, at) => ({
    run: withStep(withMemory(run, outcome.memory), step.id, afterStep(run, step, outcome, at)),
    entry: runEntry(run, {
      at,
      by: bot,
      act: 'step',
      outcome: outcome.kind === 'failed' ? 'failed' : 'done',
      detail: { ...entryDetail(step), came: outcome.kind, note: noteOf(step, outcome) },
    }),
  }));
}

function afterStep(run: Run, step: PlanStep, outcome: StepOutcome, at: Instant): Partial<RunStep> {
  const percent = outcome.kind === 'done' ? 100 : null;
  return {
    state: stateAfter(run, step, outcome),
    endedAt: at,
    percent,
    note: noteOf(step, outcome),
  };
}

function stateAfter(run: Run, { id }: PlanStep, { kind }: StepOutcome): RunStep['state'] {
  if (kind !== 'cancelled') return kind;
  // Nobody asked for it: then it is no cancel but a failure.
  return givesWay(run, id) ? 'skipped' : 'failed';
}

/** Of a step that was broken off the plan said beforehand what is not true then (S12). */
function noteOf({ brokenOff }: PlanStep, outcome: StepOutcome): string | null {
  if (outcome.kind === 'failed') return `${outcome.why} ${outcome.leaves}`;
  return outcome.kind === 'cancelled' ? (brokenOff ?? outcome.note) : outcome.note;
}

function withMemory(run: Run, memory: JsonObject | undefined): Run {
  return memory === undefined ? run : { ...run, memory: { ...run.memory, ...memory } };
}

function entryDetail({ id, title }: PlanStep) {
  return { step: id, title };
}

/** The truth is not clear: nothing more is done, and a person must look. */
async function stopUnclear(engine: Engine, work: Work, why: string): Promise<void> {
  const begun = overwriting(work.run);
  const state: RunState = 'stopped';
  const leaves =
    begun === null
      ? 'Nothing has been overwritten.'
      : `\u201c${begun.title}\u201d had begun to overwrite.`;
  await finish(engine, work, state, `${why}. ${leaves}`);
}
