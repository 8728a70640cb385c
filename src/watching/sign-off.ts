import type { DigestTask, DigestView } from '../domain/digest-view.ts';
import type { Content } from '../domain/message.ts';
import type { Instant } from '../domain/time.ts';
import { keep, loadDigests, loadTasks } from './digest-store.ts';
import { signedOff, type TaskRecord } from './digest-tasks.ts';
import type { WatchStore } from './ports.ts';

export interface SignOffOptions {
  readonly environment: string;
  readonly task: string;
  readonly person: string;
  readonly now: Instant;
  readonly store: WatchStore;
  readonly write: (view: DigestView) => Content;
}

/**
 * Signs a task of the runbook off and edits every digest that shows it: all of it or nothing. The first one counts; a
 * second finds it as it is.
 *
 * @returns the task as it is now, and whether this did it; null when there is no such task (any more)
 */
export function signOff(
  options: SignOffOptions,
): Promise<{ readonly task: DigestTask; readonly isNew: boolean } | null> {
  const { environment, person, now, store, write } = options;
  return store.transaction(async () => {
    const tasks = await loadTasks(store, environment);
    const known = tasks.find(({ id }) => id === options.task);
    if (known === undefined) return null;
    const signed = signedOff(known, person, now);
    if (signed === null) return { task: known, isNew: false };
    const digests = (await loadDigests(store, environment))
      .filter(({ view }) => view.tasks.some(({ id }) => id === signed.id))
      .map((digest) => ({ ...digest, view: withTask(digest.view, signed) }));
    await keep(store, environment, { tasks: [signed], digests }, now);
    for (const { key, channel, view } of digests) {
      const content = write(view);
      const message = { key, channel, thread: null, broadcast: false, lane: 'digest' } as const;
      await store.messages.want({ ...message, content }, now);
    }
    return { task: signed, isNew: true };
  });
}

/** Where it was carried over from is told by each digest for itself. */
function withTask(view: DigestView, { state, signedBy, signedAt, id }: TaskRecord): DigestView {
  return {
    ...view,
    tasks: view.tasks.map((task) =>
      task.id === id ? { ...task, state, signedBy, signedAt } : task,
    ),
  };
}
