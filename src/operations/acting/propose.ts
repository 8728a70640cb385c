import type { Acted } from '../../domain/acting.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Run, RunOrder } from '../../domain/run.ts';
import { type Duration, type Instant, MINUTE } from '../../domain/time.ts';
import type { Engine } from './engine.ts';
import { runEntry } from './engine.ts';
import { type Operation } from './operation.ts';
import { hashed, planFormat } from './plan-hash.ts';
import { isSchedule, stricter, wantPerson } from './rules.ts';

/** How long a plan, its approvals, and the time to start it each last. */
export const patience: Duration = 15 * MINUTE;

/** Gathers facts, plans, and keeps the plan under a new number; or the reason why nothing can be done. */
export async function propose(engine: Engine, order: RunOrder): Promise<Acted> {
  const { parts } = engine;
  const refused = (refusal: Refusal) =>
    engine.refused(refusal, {
      by: order.by,
      act: 'propose',
      run: null,
      action: order.operation,
      environment: order.environment,
    });
  const closed = (await engine.closed()) ?? (isSchedule(order.by) ? null : wantPerson(order.by));
  if (closed !== null) return refused(closed);
  const operation = parts.catalogue.get(order.operation);
  if (operation === undefined) return refused(notThere(order));
  const consent = parts.consent(order.environment, operation);
  if (isSchedule(order.by) && (consent.approvals > 0 || consent.typedName || consent.stepUp))
    return refused(
      refuse(
        'schedule',
        `A ${operation.title} needs people's consent, so no schedule may start it.`,
        'Remove it from the schedule, and ask for it by hand.',
      ),
    );
  const id = await parts.runs.nextId();
  const plan = await planned(engine, operation, order, id);
  if (isRefusal(plan)) return refused(plan);
  const wanted = plan.consent === undefined ? consent : stricter(consent, plan.consent);
  const run = newRun(engine, order, { id, plan, consent: wanted }, await engine.now());
  const entry = runEntry(run, {
    at: run.askedAt,
    by: order.by,
    act: 'propose',
    outcome: 'done',
    detail: { title: plan.title, risk: plan.risk, hash: run.hash, form: planFormat },
  });
  await parts.transaction(async () => {
    await parts.runs.insert(run);
    await parts.audit(entry);
  });
  return run;
}

/** Plans anew; what breaks on the way is a refusal, with the detail in the log alone (S51). */
export async function planned(
  { parts }: Engine,
  operation: Operation,
  order: RunOrder,
  id: string,
): Promise<Plan | Refusal> {
  try {
    return await operation.propose(order, id, parts.ports(order.environment));
  } catch (err) {
    parts.log.error({ err, run: id, operation: operation.name }, 'A plan could not be made');
    return refuse(
      'plan-failed',
      `The ${operation.title} could not be planned: something broke on the way.`,
      "Try again; an admin finds the reason in hart's log.",
    );
  }
}

function newRun(
  { parts }: Engine,
  order: RunOrder,
  { id, plan, consent }: Pick<Run, 'id' | 'plan' | 'consent'>,
  now: Instant,
): Run {
  return {
    id,
    order,
    plan,
    hash: parts.hash(hashed(plan, order)),
    planFormat,
    consent,
    state: 'planned',
    askedAt: now,
    confirmedAt: null,
    expiresAt: now + patience,
    reminded: false,
    approvals: [],
    endedBy: null,
    startedAt: null,
    endedAt: null,
    steps: [],
    memory: {},
    cancelAsked: null,
    report: null,
    configHash: parts.configHash,
    scheduled: isSchedule(order.by),
    worker: null,
    version: 1,
  };
}

function notThere({ operation }: RunOrder): Refusal {
  return refuse(
    'unknown-operation',
    `hart cannot do ${operation} here.`,
    '`/hart help` lists what it can do.',
  );
}
