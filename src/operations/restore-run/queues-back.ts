import { named, type PlanStep } from '../../domain/plan.ts';
import { planStep } from '../acting/plan-step.ts';
import { brokerStep, restricted } from './after-steps.ts';
import type { QueueFacts, RestoreFacts } from './facts.ts';
import { count } from './refuse-restore.ts';
import { about, statementFrom, type Template } from './statements.ts';

type Facts = Pick<RestoreFacts, 'installed'>;

/**
 * Queues come back as they were at the moment restored to: one that was switched off since would read again. So each is
 * set as it was before (S9), ahead of the broker. What `hart_SetQueue` does not reach is the DBA's.
 */
export function queueSteps(
  template: Template,
  database: string,
  queues: readonly QueueFacts[] | null,
  facts: Facts,
): readonly PlanStep[] {
  const all = queues ?? [];
  const mine = all.filter((queue) => isReached(queue, facts));
  const theirs = all.filter((queue) => !mine.includes(queue));
  const why = 'since the restore brings back how they were at its moment';
  return [
    ...(mine.length === 0
      ? []
      : [
          planStep({
            id: 'queues',
            does: 'queues',
            title: `Set ${count(mine.length, 'queue')} as before: receiving and activation`,
            why,
            safe: restricted,
            statements: [about(template, 'queue-set-back', database)],
          }),
        ]),
    ...(theirs.length === 0
      ? []
      : [
          planStep({
            id: 'queues-by-dba',
            does: 'by-dba',
            title: `Set ${count(theirs.length, 'queue')} as before: receiving and activation`,
            why,
            by: 'dba',
            statements: theirs.map((queue) => queueByDba(template, database, queue)),
          }),
        ]),
  ];
}

/**
 * Enables the broker, last of all. By the DBA where a queue that was off, or started nothing, would come back on and the
 * DBA has to set it first: what waits there would be acted on (S5).
 */
export function brokerSteps(
  template: Template,
  database: string,
  queues: readonly QueueFacts[] | null,
  facts: Facts,
): readonly PlanStep[] {
  const step = brokerStep(template, database);
  const held = holding((queues ?? []).filter((queue) => !isReached(queue, facts)));
  if (held.length === 0) return [step];
  return [
    {
      ...step,
      by: 'dba',
      title: `Enable the broker, once ${list(held)} ${held.length === 1 ? 'is' : 'are'} as before`,
    },
  ];
}

/** Those that keep messages: with the broker on they must not come back as they were at the moment. */
export function holding(queues: readonly QueueFacts[]): readonly QueueFacts[] {
  return queues.filter(
    ({ receive, activation, procedure }) => !receive || (procedure !== null && !activation),
  );
}

/** The proof, once the reader may look: what is not as it was is named, with what sets it so. */
export function queueProofSteps(queues: readonly QueueFacts[] | null): readonly PlanStep[] {
  if (queues === null || queues.length === 0) return [];
  return [
    planStep({
      id: 'queues-seen',
      does: 'queues-seen',
      title: 'See that every queue is set as before',
      safe: 'open',
    }),
  ];
}

/** Whether `dbo.hart_SetQueue` sets it: it is in its schema, and the procedure there. Where nobody could look it is tried. */
function isReached({ schema }: QueueFacts, { installed }: Facts): boolean {
  const isThere = installed?.some(({ name }) => name.toLowerCase() === 'hart_setqueue') ?? true;
  return isThere && schema.toLowerCase() === 'dbo';
}

export function queueByDba(template: Template, database: string, queue: QueueFacts): string {
  const { schema, name, receive, activation, procedure } = queue;
  const states = [
    `STATUS = ${onOff(receive)}`,
    ...(procedure === null ? [] : [`ACTIVATION (STATUS = ${onOff(activation)})`]),
  ];
  return statementFrom(
    template('queue-set-back-dba'),
    { HartDatabase: database, HartSchema: schema, HartQueue: name },
    { HartState: states.join(', ') },
  );
}

/** What is off now and stays so: worth knowing before anyone agrees. */
export function queueNotes(queues: readonly QueueFacts[] | null): readonly string[] {
  const { off, idle } = restingIn(queues ?? []);
  return [
    ...(off.length === 0 ? [] : [`Switched off now, and so again afterwards: ${list(off)}.`]),
    ...(idle.length === 0 ? [] : [`Starts no procedure now, nor afterwards: ${list(idle)}.`]),
  ];
}

/** Those that give nothing away, and those that start no procedure. */
export function restingIn(queues: readonly QueueFacts[]) {
  return {
    off: queues.filter(({ receive }) => !receive),
    idle: queues.filter(
      ({ receive, activation, procedure }) => receive && procedure !== null && !activation,
    ),
  };
}

export function list(queues: readonly QueueFacts[]): string {
  return queues.map(({ name }) => named(name)).join(', ');
}

function onOff(on: boolean): string {
  return on ? 'ON' : 'OFF';
}
