import type { IncidentChange } from '../domain/incident.ts';
import type { Told } from './incidents.ts';
import type { StoredRecord, WatchStore } from './ports.ts';

/** One change in an incident's life, in the order in which they were told. */
export interface TimelineEntry {
  readonly incident: string;
  readonly number: number;
  readonly change: IncidentChange;
}

/** What was told, numbered like the thread's lines; the root message's own news is number 0. */
export function entriesOf(told: readonly Told[], first: number): readonly TimelineEntry[] {
  return told.map(({ incident, change }, index) => ({
    incident: incident.id,
    number: first + index,
    change,
  }));
}

export async function storeTimeline(
  store: WatchStore,
  environment: string,
  entries: readonly TimelineEntry[],
): Promise<void> {
  for (const [incident, own] of Map.groupBy(entries, (entry) => entry.incident)) {
    const put = own.map(
      ({ number, change }): StoredRecord => ({
        id: String(number).padStart(6, '0'),
        json: JSON.stringify(change),
      }),
    );
    await store.records.apply(kindOf(incident), environment, { put });
  }
}

/** All that happened to an incident, oldest first. */
export async function timelineOf(
  store: WatchStore,
  environment: string,
  incident: string,
): Promise<readonly IncidentChange[]> {
  const records = await store.records.load(kindOf(incident), environment);
  return records.map(({ json }): IncidentChange => JSON.parse(json));
}

export async function forgetTimeline(
  store: WatchStore,
  environment: string,
  incident: string,
): Promise<void> {
  const records = await store.records.load(kindOf(incident), environment);
  await store.records.apply(kindOf(incident), environment, { remove: records.map(({ id }) => id) });
}

/** A kind for each, so that one is read without the others. */
function kindOf(incident: string): string {
  return `timeline:${incident}`;
}
