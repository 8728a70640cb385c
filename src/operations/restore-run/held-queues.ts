import type { OperationName } from '../../domain/plan.ts';
import type { Run } from '../../domain/run.ts';
import type { QueueFacts } from './facts.ts';
import { holding } from './queues-back.ts';
import { recordedIn } from './recorded.ts';

/** Queues that were off, or started nothing, before a restore: with the broker on they must be so again (S5, S9). */
export interface Held {
  /** The restore that recorded them; several: `R7 and R5`. */
  readonly run: string;
  readonly queues: readonly QueueFacts[];
}

/** The operations whose runs decide what is held. */
export const holders: readonly OperationName[] = ['restore.in-place', 'broker.enable'];

/**
 * What the restores of the database hold back from the broker, which they left off; null: nothing, or somebody has
 * agreed to the broker since. One that found the broker off already, or did not know the queues, found them as the one
 * before had left them: that one's hold goes on.
 *
 * @param earlier runs of those operations in the environment, newest first
 */
export function heldBy(earlier: readonly Run[]): Held | null {
  const runs: string[] = [];
  const merged = new Map<string, QueueFacts>();
  for (const run of earlier) {
    const { operation } = run.order;
    if (operation === 'broker.enable' && run.state === 'done') break;
    if (operation !== 'restore.in-place' || !hasRestored(run)) continue;
    if (isDone(run, 'broker')) break;
    const was = recordedIn(run.memory);
    const queues = holding(was?.queues ?? []);
    if (queues.length > 0) runs.push(run.id);
    for (const queue of queues)
      merged.set(keyOf(queue), strictest(queue, merged.get(keyOf(queue))));
    if (was !== null && was.broker && was.queues !== null) break;
  }
  return merged.size === 0 ? null : { run: runs.join(' and '), queues: [...merged.values()] };
}

/** As off as either restore found it. */
function strictest(older: QueueFacts, newer: QueueFacts = older): QueueFacts {
  return {
    ...newer,
    receive: older.receive && newer.receive,
    activation: older.activation && newer.activation,
  };
}

/** Those that are not held any more: what waits in them would be acted on. */
export function letGo({ queues }: Held, now: readonly QueueFacts[]): readonly QueueFacts[] {
  return queues.filter((was) => {
    const is = now.find(({ schema, name }) => keyOf(was) === keyOf({ schema, name }));
    return is !== undefined && ((!was.receive && is.receive) || (!was.activation && is.activation));
  });
}

function keyOf({ schema, name }: Pick<QueueFacts, 'schema' | 'name'>): string {
  return `${schema}.${name}`.toLowerCase();
}

function hasRestored(run: Run): boolean {
  if (run.memory['swappedBack'] === true) return false;
  return run.memory['way'] === 'beside' ? isDone(run, 'take-name') : isDone(run, 'recover');
}

function isDone({ steps }: Run, id: string): boolean {
  return steps.some((step) => step.id === id && step.state === 'done');
}
