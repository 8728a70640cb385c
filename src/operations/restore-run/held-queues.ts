import type { Run } from '../../domain/run.ts';
import type { QueueFacts } from './facts.ts';
import { holding } from './queues-back.ts';
import { recordedIn } from './recorded.ts';

/** Queues that were off, or started nothing, before a restore: with the broker on they must be so again (S5, S9). */
export interface Held {
  /** The restore that recorded them. */
  readonly run: string;
  readonly queues: readonly QueueFacts[];
}

/**
 * What the newest restore of the database holds back from the broker, which it left off; null: nothing, or somebody has
 * agreed to the broker since.
 *
 * @param earlier runs of the environment, newest first
 */
export function heldBy(earlier: readonly Run[]): Held | null {
  for (const run of earlier) {
    const { operation } = run.order;
    if (operation === 'broker.enable' && run.state === 'done') return null;
    if (operation !== 'restore.in-place' || !hasRestored(run)) continue;
    if (isDone(run, 'broker')) return null;
    const queues = holding(recordedIn(run.memory)?.queues ?? []);
    return queues.length === 0 ? null : { run: run.id, queues };
  }
  return null;
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
