import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import type { StatementParameters } from '../../domain/target.ts';
import { fillTemplate } from '../acting/fill-template.ts';
import {
  defineOperation,
  type Operation,
  type PlanContext,
  type StepKind,
} from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import { stepFailed } from '../acting/step-failed.ts';
import { inputText } from '../graph/input-text.ts';
import { count } from '../restore-run/refuse-restore.ts';
import { findQueue, gatherQueue, notInstalled, type QueueFacts } from './queue-facts.ts';
import { queueIn, repairPlan, reportRepair } from './repair-parts.ts';

const procedure = 'hart_SetQueue';

/** Lets a queue take and give messages again. */
export const enableQueue: Operation = defineOperation<QueueFacts>({
  name: 'queue.enable',
  title: 'enabling of a queue',
  consent: { approvals: 0, typedName: false, stepUp: false },
  session: true,
  gather: gatherQueue,
  plan: planEnable,
  steps: { switch: switchQueue() },
  compensations: [],
  report: (run) => reportRepair(run, `${queueIn(run)} is enabled`),
});

/** Starts the activation of a queue, anew where it is on and does nothing. */
export const activateQueue: Operation = defineOperation<QueueFacts>({
  name: 'queue.activate',
  title: 'activation of a queue',
  consent: { approvals: 0, typedName: false, stepUp: false },
  session: true,
  gather: gatherQueue,
  plan: planActivate,
  steps: { switch: switchQueue() },
  compensations: [],
  report: (run) => reportRepair(run, `${queueIn(run)} starts its procedure again`),
});

function planEnable(
  order: RunOrder,
  facts: QueueFacts,
  { template, settings }: PlanContext,
): Plan | Refusal {
  const { queue, target } = facts;
  const names = { HartDatabase: settings.database, HartQueue: queue.name };
  const refused = notInstalled(facts, procedure, fillTemplate(template('queue-enable-dba'), names));
  if (refused !== null) return refused;
  if (queue.receive && queue.enqueue)
    return refuse('nothing', `${named(queue.name)} is enabled already.`, 'Nothing is left to do.');
  return repairPlan(order, facts, {
    title: `Enable ${named(queue.name)} in ${named(target.database)} on ${named(target.server)}`,
    risk: 'low',
    notes: [`${count(queue.depth, 'message')} would be read then.`],
    warnings: queue.poisonHandling
      ? [
          'Five rollbacks of one message switch it off again: if it was that, look at the message at its head first.',
        ]
      : [],
    steps: [
      planStep({
        id: 'switch',
        does: 'switch',
        title: `Enable ${named(queue.name)}`,
        statements: [fillTemplate(template('queue-enable'), names)],
        undo: 'Switching it off by `ALTER QUEUE … WITH STATUS = OFF`.',
        input: { queue: queue.name, activation: null },
      }),
    ],
    binding: { database: target.database, queue: queue.name },
  });
}

function planActivate(
  order: RunOrder,
  facts: QueueFacts,
  { template, settings }: PlanContext,
): Plan | Refusal {
  const { queue, target } = facts;
  const names = { HartDatabase: settings.database, HartQueue: queue.name };
  const refused = notInstalled(
    facts,
    procedure,
    fillTemplate(template('queue-activate-dba'), names),
  );
  if (refused !== null) return refused;
  if (queue.procedure === null)
    return refuse(
      'no-procedure',
      `${named(queue.name)} starts no procedure: its reader is a worker.`,
      'Look whether that worker runs.',
    );
  return repairPlan(order, facts, {
    title: `${queue.activation ? 'Restart' : 'Start'} the activation of ${named(queue.name)} in ${named(target.database)} on ${named(target.server)}`,
    risk: 'low',
    notes: [
      `It starts ${named(queue.procedure)}; ${count(queue.depth, 'message')} would be read then.`,
      ...(queue.receive && queue.enqueue ? [] : ['The queue is switched off: this enables it.']),
    ],
    warnings: [],
    steps: [
      planStep({
        id: 'switch',
        does: 'switch',
        title: queue.activation ? 'Switch its activation off and on' : 'Switch its activation on',
        why: queue.activation ? 'since it is on, and nothing reads' : null,
        statements: [fillTemplate(template('queue-activate'), names)],
        undo: 'Switching it off by `ALTER QUEUE … WITH ACTIVATION (STATUS = OFF)`.',
        input: { queue: queue.name, activation: queue.activation ? 'restart' : 'start' },
      }),
    ],
    binding: { database: target.database, queue: queue.name, wasOn: queue.activation },
  });
}

function switchQueue(): StepKind {
  return {
    async perform({ session, ports, step }) {
      const queue = inputText(step, 'queue');
      const { activation } = step.input;
      for (const { file, parameters } of sends(queue, activation)) {
        const statement = fillTemplate(ports.template(file), {
          HartDatabase: ports.settings.database,
        });
        const answer = await session?.run(statement, parameters);
        if (answer?.ok !== true)
          return stepFailed(
            'The queue could not be switched.',
            answer?.trouble.detail ?? null,
            activation === 'restart'
              ? 'Its activation may be off now: `/hart queues` shows it.'
              : 'It is as it was.',
          );
      }
      const found = await findQueue(queue, ports);
      if (isRefusal(found))
        return stepFailed('It was switched, and cannot be seen.', found.message, '');
      const isOn = found.receive && found.enqueue && (activation === null || found.activation);
      return isOn
        ? { kind: 'done', note: `${named(queue)} is on, ${count(found.depth, 'message')} waiting.` }
        : stepFailed(
            'It was switched on, and is off again.',
            null,
            'Look at the message at its head.',
          );
    },
    examine: async () => ({ kind: 'again', note: 'what is on is only switched on again' }),
  };
}

function sends(queue: string, activation: unknown) {
  const about = { queue: { type: 'text', value: queue } } as const;
  const activate = (value: 0 | 1): { file: string; parameters: StatementParameters } => ({
    file: 'queue-activate',
    parameters: { ...about, activation: { type: 'int', value } },
  });
  if (activation === null) return [{ file: 'queue-enable', parameters: about }];
  return activation === 'restart' ? [activate(0), activate(1)] : [activate(1)];
}
