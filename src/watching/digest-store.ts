import type { DigestView } from '../domain/digest-view.ts';
import { DAY, type Duration, type Instant } from '../domain/time.ts';
import type { TaskRecord } from './digest-tasks.ts';
import type { WatchStore } from './ports.ts';

/** A digest as it was sent, so that it can be written again when somebody signs a task off. */
export interface SentDigest {
  readonly key: string;
  readonly channel: string;
  readonly view: DigestView;
}

/** The outbox forgets messages after 30 days, and would post anew what it does not know. */
const editable: Duration = 28 * DAY;

const kinds = { task: 'runbook-task', digest: 'digest' } as const;

export async function loadTasks(
  store: Pick<WatchStore, 'records'>,
  environment: string,
): Promise<readonly TaskRecord[]> {
  const records = await store.records.load(kinds.task, environment);
  return records.map(({ json }) => JSON.parse(json));
}

export async function loadDigests(
  store: Pick<WatchStore, 'records'>,
  environment: string,
): Promise<readonly SentDigest[]> {
  const records = await store.records.load(kinds.digest, environment);
  return records.map(({ json }) => JSON.parse(json));
}

/** Keeps tasks and digests, and forgets those that can no longer be edited; an open task is never forgotten. */
export async function keep(
  store: Pick<WatchStore, 'records'>,
  environment: string,
  news: { readonly tasks: readonly TaskRecord[]; readonly digests: readonly SentDigest[] },
  now: Instant,
): Promise<void> {
  const known = await loadDigests(store, environment);
  const isOld = ({ view }: SentDigest) => now - view.to > editable;
  const shown = new Set(
    [...known, ...news.digests]
      .filter((digest) => !isOld(digest))
      .flatMap(({ view }) => view.tasks.map(({ id }) => id)),
  );
  const over = (await loadTasks(store, environment)).filter(
    ({ id, state }) => state !== 'open' && !shown.has(id),
  );
  await store.records.apply(kinds.task, environment, {
    put: news.tasks.map((task) => ({ id: task.id, json: JSON.stringify(task) })),
    remove: over.map(({ id }) => id),
  });
  await store.records.apply(kinds.digest, environment, {
    put: news.digests.map((digest) => ({ id: digest.key, json: JSON.stringify(digest) })),
    remove: known.filter(isOld).map(({ key }) => key),
  });
}
