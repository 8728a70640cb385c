import { textsIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { StatementParameters } from '../../../domain/target.ts';
import type { StepContext, StepKind } from '../../acting/operation.ts';
import type { QueueFacts } from '../facts.ts';
import { holding, queueByDba } from '../queues-back.ts';
import { readQueue } from '../read-facts.ts';
import { recordedIn } from '../recorded.ts';
import { count } from '../refuse-restore.ts';
import { about } from '../statements.ts';
import { byDba } from './put-back.ts';
import { sessionOf, troubleWords } from './standing.ts';

/** There is no such queue in the restored database: it was made after the moment. */
const noQueue = 50010;

/** Sets each queue as it was recorded (S9). Setting what is set already does no harm, so it is done anew after a crash. */
export const queues: StepKind = {
  async perform(context) {
    const { database } = context.plan.target;
    const { template } = context.ports;
    const recorded = queuesIn(context).filter(({ schema }) => schema.toLowerCase() === 'dbo');
    const statement = about(template, 'queue-set-back', database);
    const left: string[] = [];
    const gone: string[] = [];
    const unset: QueueFacts[] = [];
    let why: string | null = null;
    for (const queue of recorded) {
      const answer = await sessionOf(context).run(statement, parametersOf(queue));
      if (answer.ok) continue;
      if (answer.trouble.code === noQueue) {
        gone.push(named(queue.name));
        continue;
      }
      why ??= troubleWords(answer.trouble);
      unset.push(queue);
      left.push(queueByDba(template, database, queue));
    }
    if (left.length > 0) {
      const outcome = byDba(context, left, why);
      return {
        ...outcome,
        memory: { ...outcome.memory, held: holding(unset).map(({ name }) => name) },
      };
    }
    const missing = gone.length === 0 ? '' : ` Not there at that moment: ${gone.join(', ')}.`;
    return {
      kind: 'done',
      note: `${count(recorded.length - gone.length, 'queue')} set as before.${missing}`,
    };
  },
  examine: async () => ({ kind: 'again', note: 'setting it twice does no harm.' }),
};

/** Looks by the reader, who sees every queue, once the doors are open (S9). */
export const queuesSeen: StepKind = {
  async perform(context) {
    const { plan, ports, memory } = context;
    const seen = await ports.facts.ask('queue-states');
    if (!seen.ok)
      return {
        kind: 'done',
        note: 'How the queues are set could not be asked: `/hart queues` shows it.',
      };
    const now = seen.value.map(readQueue);
    const was = queuesIn(context);
    const there = was.filter((one) => now.some((other) => isNamed(one, other)));
    const differ = there.filter((one) => !now.some((other) => isSame(one, other)));
    const statement = (queue: QueueFacts) =>
      queueByDba(ports.template, plan.target.database, queue);
    // What was left to the DBA in case, and is as before, is left no more.
    const settled = new Set(was.filter((one) => !differ.includes(one)).map(statement));
    const left = textsIn(memory, 'left').filter((one) => !settled.has(one));
    if (differ.length > 0) {
      const words = differ.map(({ name }) => named(name)).join(', ');
      const outcome = byDba(context, differ.map(statement), `not as before: ${words}`);
      const all = [...new Set([...left, ...differ.map(statement)])];
      return { ...outcome, memory: { left: all, queuesSeen: true } };
    }
    const gone = was.filter((one) => !there.includes(one)).map(({ name }) => named(name));
    return {
      kind: 'done',
      note: `Every queue is set as before${gone.length === 0 ? '' : `; not there any more: ${gone.join(', ')}`}.`,
      memory: { left, queuesSeen: true, queuesAsBefore: true },
    };
  },
  examine: async () => ({ kind: 'again', note: 'it only looks.' }),
};

function queuesIn({ memory }: StepContext): readonly QueueFacts[] {
  return recordedIn(memory)?.queues ?? [];
}

function isNamed(one: QueueFacts, other: QueueFacts): boolean {
  const key = ({ schema, name }: QueueFacts) => `${schema}.${name}`.toLowerCase();
  return key(one) === key(other);
}

function isSame(one: QueueFacts, other: QueueFacts): boolean {
  return (
    isNamed(one, other) && one.receive === other.receive && one.activation === other.activation
  );
}

function parametersOf({ name, receive, activation, procedure }: QueueFacts): StatementParameters {
  return {
    queue: { type: 'text', value: name },
    enabled: { type: 'int', value: Number(receive) },
    // One that starts no procedure has nothing to activate.
    activation: { type: 'int', value: procedure === null ? null : Number(activation) },
  };
}
