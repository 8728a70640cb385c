import type { Instant } from '../domain/time.ts';
import type { Memory } from './memory.ts';
import type { WatchStore } from './ports.ts';
import { forgetTimeline } from './timeline.ts';

/** Incidents that were over before a moment; those that are open are kept however old they are. */
export function bygone({ incidents }: Memory, before: Instant): readonly string[] {
  return [...incidents.values()].flatMap(({ id, resolvedAt }) =>
    resolvedAt !== null && resolvedAt < before ? [id] : [],
  );
}

/** Removes them and all that happened to them; the audit log is no part of it. */
export async function forgetIncidents(
  store: WatchStore,
  environment: string,
  ids: readonly string[],
): Promise<void> {
  await store.transaction(async () => {
    await store.records.apply('incident', environment, { remove: ids });
    for (const id of ids) await forgetTimeline(store, environment, id);
  });
}
