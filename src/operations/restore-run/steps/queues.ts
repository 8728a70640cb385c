import { named } from '../../../domain/plan.ts';
import type { StatementParameters } from '../../../domain/target.ts';
import type { StepContext, StepKind } from '../../acting/operation.ts';
import type { QueueFacts } from '../facts.ts';
import { queueByDba } from '../queues-back.ts';
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
    let why: string | null = null;
    for (const queue of recorded) {
      const answer = await sessionOf(context).run(statement, parametersOf(queue));
      if (answer.ok) continue;
      if (answer.trouble.code === noQueue) {
        gone.push(named(queue.name));
        continue;
      }
      why ??= troubleWords(answer.trouble);
      left.push(queueByDba(template, database, queue));
    }
    if (left.length > 0) return byDba(context, left, why);
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
    const { plan, ports } = context;
    const seen = await ports.facts.ask('queue-states');
    if (!seen.ok)
      return {
        kind: 'done',
        note: 'How the queues are set could not be asked: `/hart queues` shows it.',
        memory: { queuesSeen: false },
      };
    const now = seen.value.map(readQueue);
    const other = queuesIn(context).filter((was) => !now.some((one) => isSame(was, one)));
    const there = other.filter((was) => now.some((one) => isNamed(was, one)));
    const gone = other.filter((was) => !there.includes(was)).map(({ name }) => named(name));
    if (there.length === 0)
      return {
        kind: 'done',
        note: `Every queue is set as before${gone.length === 0 ? '' : `; not there any more: ${gone.join(', ')}`}.`,
        memory: { queuesSeen: true },
      };
    return byDba(
      context,
      there.map((queue) => queueByDba(ports.template, plan.target.database, queue)),
      `not as before: ${there.map(({ name }) => named(name)).join(', ')}`,
    );
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
