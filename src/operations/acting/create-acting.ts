import type { Acted, Acting, Given } from '../../domain/acting.ts';
import { refuse } from '../../domain/authority.ts';
import type { Agent } from '../../domain/run.ts';
import type { Duration } from '../../domain/time.ts';
import { cancelOperation } from './cancel-operation.ts';
import { cancelRun } from './cancel-run.ts';
import {
  approve,
  askConfirm,
  checkConfirm,
  confirmAndWait,
  reject,
  withdraw,
} from './consent-acts.ts';
import { createEngine } from './engine.ts';
import { lookAtTime } from './look-at-time.ts';
import type { ActingParts } from './ports.ts';
import { propose } from './propose.ts';
import { createRecovery } from './recover-runs.ts';
import { firstOf, wantRequester, wantState, wantTime } from './rules.ts';
import { startRun } from './start-run.ts';
import { createWorkshop } from './workshop.ts';

/** How many earlier runs of those operations that it asks for an operation may look back on. */
const remembered = 200;

/** The engine of operations, with what its owner must call. */
export interface ActingEngine extends Acting {
  /** After a start: takes over what another process was carrying out. */
  recover(): Promise<void>;
  /** Every few seconds: expiry, reminders, what could not be taken over or written yet. */
  tick(): Promise<void>;
  /** Refuses what is new, waits at most `wait` for what runs, and says in the threads what it leaves. */
  stop(wait: Duration): Promise<void>;
}

export function createActing(outside: ActingParts): ActingEngine {
  // It is about runs, so it is the engine's own.
  const catalogue = new Map(outside.catalogue);
  const parts: ActingParts = {
    ...outside,
    catalogue,
    ports: (environment) => ({
      ...outside.ports(environment),
      earlier: (operations) => outside.runs.past(environment, operations, remembered),
    }),
  };
  catalogue.set('cancel', cancelOperation(parts));
  const { runs, log } = parts;
  const engine = createEngine(parts);
  const workshop = createWorkshop(engine);
  const recover = createRecovery(engine, workshop);

  async function confirm(id: string, by: Agent, given: Given): Promise<Acted> {
    const run = await runs.find(id);
    if (run === null || run.consent.approvals > 0) return confirmAndWait(engine, id, by, given);
    // Nobody else is asked: the confirmation starts it, or leaves it to be confirmed again.
    const check = checkConfirm(engine, by, given);
    return startRun(engine, workshop, {
      id,
      by,
      name: 'confirm',
      check,
      ask: askConfirm(engine, by, given),
    });
  }

  async function askAgain(id: string, by: Agent): Promise<Acted> {
    const run = await runs.find(id);
    if (run !== null && ['expired', 'void', 'withdrawn', 'rejected'].includes(run.state))
      return propose(engine, { ...run.order, by });
    const refusal =
      run === null
        ? refuse('unknown-run', `There is no run ${id}.`, '`/hart runs` lists those there are.')
        : (wantState(run, ['expired']) ?? refuse('state', `${id} goes on.`, 'Look at its card.'));
    return engine.refused(refusal, {
      by,
      act: 'ask-again',
      run,
      action: run?.order.operation ?? 'run',
      environment: run?.order.environment ?? '',
    });
  }

  return {
    propose: (order) => propose(engine, order),
    confirm,
    approve: (id, by, given) => approve(engine, id, by, given),
    reject: (id, by, why) => reject(engine, id, by, why),
    withdraw: (id, by) => withdraw(engine, id, by),
    start: (id, by) =>
      startRun(engine, workshop, {
        id,
        by,
        name: 'start',
        check: (run, now) =>
          firstOf(
            wantRequester(run, by, 'start'),
            wantState(run, ['approved']),
            wantTime(run, now),
          ),
      }),
    cancel: (id, by) => cancelRun(engine, workshop, id, by),
    askAgain,
    find: (id) => runs.find(id),
    list: (environment, limit) => runs.list(environment, limit),
    recover,

    async tick() {
      await engine
        .mend()
        .catch((err: unknown) => log.warn({ err }, 'The store still cannot be written'));
      for (const { run } of workshop.all())
        await parts.windows
          .extend(run)
          .catch((err: unknown) => log.warn({ err, run: run.id }, 'A window was not extended'));
      await lookAtTime(engine);
      await recover();
    },

    async stop(wait) {
      engine.stop();
      for (const { run } of await workshop.close(wait)) {
        const step = run.plan.steps.find(({ id }) =>
          run.steps.some((each) => each.id === id && each.state === 'running'),
        );
        const where =
          step === undefined ? 'between two steps' : `in the step \u201c${step.title}\u201d`;
        await parts
          .tell(
            run,
            `hart stops while ${run.id} is ${where}. Its next start asks the target what is true and goes on, or says why not.`,
          )
          .catch((err: unknown) => log.error({ err, run: run.id }, 'A line could not be written'));
      }
    },
  };
}
