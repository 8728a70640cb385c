import type { Acted } from '../../domain/acting.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { type Plan } from '../../domain/plan.ts';
import type { Agent, Run } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { type RunAct, readyFor, refuseAct } from './act-on-run.ts';
import { breaksOff, startCancel, voidIdleCancel } from './ask-to-stop.ts';
import { approversStill, countingApprovals } from './both-sides.ts';
import { stoppedBy } from './cancel-operation.ts';
import { voidRun } from './end-run.ts';
import { type Engine, runEntry } from './engine.ts';
import { excludes } from './excludes.ts';
import { firstSteps } from './next-move.ts';
import { namesOf, planDifferences } from './plan-differences.ts';
import { hashed } from './plan-hash.ts';
import { planned } from './propose.ts';
import { consentNow, isSchedule, mayAsk, wantApprovals } from './rules.ts';
import type { Workshop } from './workshop.ts';

/**
 * From consent to work: lock, look people up again, plan anew, compare, and only then run. In this order, so that
 * nothing that was looked up can change before the lock is ours.
 */
export async function startRun(
  engine: Engine,
  workshop: Workshop,
  act: Omit<RunAct, 'apply'>,
): Promise<Acted> {
  const { id } = act;
  // Two presses in one second: the second would otherwise find the lock held by the first, and say so.
  if (!workshop.claim(id)) {
    const run = await engine.parts.runs.find(id);
    return refuseAct(engine, act, run, beingStarted(id));
  }
  try {
    const ready = await readyFor(engine, act);
    if (isRefusal(ready)) return ready;
    const begun = await begin(engine, workshop, act, ready);
    if (isRefusal(begun)) return await refuseAct(engine, act, ready, begun);
    return begun;
  } finally {
    workshop.release(id);
  }
}

async function begin(
  engine: Engine,
  workshop: Workshop,
  act: Omit<RunAct, 'apply'>,
  run: Run,
): Promise<Acted> {
  const { parts } = engine;
  const operation = parts.catalogue.get(run.order.operation);
  if (operation === undefined)
    return refuse('unknown-operation', `hart cannot do ${run.order.operation}.`, 'Ask an admin.');
  const held = heldBy(run, run.plan, await parts.runs.open());
  if (held !== null) return held;
  const opened = operation.session ? await parts.openSession(run) : null;
  if (opened !== null && !opened.ok)
    return refuse('S14', `The lock is not to be had: ${opened.trouble.detail}.`, lockHint);
  const session = opened?.value ?? null;
  let started = false;
  try {
    const refusal =
      wantApprovals(run, consentNow(parts, run)) ??
      (await voidIfTampered(engine, run)) ??
      (await peopleStill(engine, run));
    if (refusal !== null) return refusal;
    const plan = await planned(engine, operation, run.order, run.id);
    if (isRefusal(plan)) return await refusedAnew(engine, run, plan);
    const changed = await voidIfChanged(engine, run, plan);
    if (changed !== null) return changed;
    // Looking up takes its time: hart may have begun to stop, or can no longer write.
    const closed = await engine.closed();
    if (closed !== null) return closed;
    const start = () => setRunning(engine, act, plan);
    const isCancel = operation.name === 'cancel';
    const running = await (isCancel ? startCancel(engine, start) : start());
    if (isRefusal(running)) return await refusedAnew(engine, run, running);
    if (isCancel && breaksOff(running.plan)) workshop.get(stoppedBy(run.order))?.cancel.abort();
    workshop.launch({ run: running, operation, session });
    started = true;
    return running;
  } finally {
    if (!started) await session?.close();
  }
}

/** What cannot be planned now may be planned in a minute; but a cancel that comes too late never. */
async function refusedAnew(engine: Engine, run: Run, refusal: Refusal): Promise<Refusal> {
  await voidIdleCancel(engine, run);
  return refusal;
}

const lockHint = 'Wait until it is done, or look at `/hart runs`.';

/** Who of the running ones excludes this plan. */
function heldBy(run: Run, plan: Plan, open: readonly Run[]): Refusal | null {
  const holder = open.find(
    (other) => other.id !== run.id && other.state === 'running' && excludes(plan, other.plan),
  );
  if (holder === undefined) return null;
  return refuse(
    'S14',
    `${holder.id} (${holder.plan.title}), started by ${holder.order.by.person}, holds ${run.plan.target.database}.`,
    lockHint,
  );
}

/** The requester as operator, and everyone whose approval counts (S42). */
async function peopleStill({ parts }: Engine, run: Run): Promise<Refusal | null> {
  const { by } = run.order;
  if (!isSchedule(by)) {
    const refusal = await mayAsk(parts, run.order);
    if (refusal !== null) return refusal;
  }
  return approversStill(parts, run);
}

/** A stored plan that is not what its hash was made of: somebody changed the store, perhaps its risk or its requester. */
async function voidIfTampered(engine: Engine, run: Run): Promise<Refusal | null> {
  const { parts } = engine;
  if (parts.hash(hashed(run.plan, run.order)) === run.hash) return null;
  await voidRun(engine, run.id, 'its plan is not as it was kept');
  return refuse(
    'S43',
    `${run.id} is void: its plan is not as it was kept. Nothing was done.`,
    "Ask again for a new plan, and tell an admin: somebody changed hart's store.",
  );
}

/** What people agreed to must still be what would be done. */
async function voidIfChanged(engine: Engine, run: Run, plan: Plan): Promise<Refusal | null> {
  const found = planDifferences(run.plan, plan);
  if (found.length === 0) return null;
  const what = namesOf(found);
  await voidRun(engine, run.id, `what was agreed to has changed: ${what}`, plan);
  return refuse(
    'S43',
    `${run.id} is void: what was agreed to has changed (${what}). Nothing was done.`,
    'Its card shows the new plan. Ask again to have that one.',
  );
}

/** The claims are looked at again inside the same transaction: of two that start together one finds the other. */
function setRunning(
  engine: Engine,
  act: Omit<RunAct, 'apply'>,
  plan: Plan,
): Promise<Run | Refusal> {
  const { parts } = engine;
  const { id, by } = act;
  return parts.transaction(async () => {
    const open = await parts.runs.open();
    return engine.change(id, (run, at) => {
      const refusal = act.check(run, at) ?? heldBy(run, plan, open);
      return refusal ?? toRunning(engine, run, by, plan, at);
    });
  });
}

function toRunning({ parts }: Engine, run: Run, by: Agent, plan: Plan, at: Instant) {
  // The plan that runs may have grown since: both are on record.
  const detail = {
    hash: run.hash,
    runs: parts.hash(hashed(plan, run.order)),
    approvals: countingApprovals(run).length,
  };
  return {
    run: {
      ...run,
      plan,
      state: 'running' as const,
      steps: firstSteps(plan.steps),
      memory: plan.memory,
      confirmedAt: run.confirmedAt ?? at,
      startedAt: at,
      expiresAt: null,
      worker: parts.worker,
    },
    entry: runEntry(run, { at, by, act: 'start', outcome: 'started' as const, detail }),
    lines: [{ text: `${by.person === '' ? 'The schedule' : by.person} started ${run.id}.` }],
  };
}

function beingStarted(id: string): Refusal {
  return refuse('state', `${id} is being started.`, 'Its card shows it in a moment.');
}
