import type { GroupRecord, InstanceRecord } from '../alerting/model.ts';
import { untouched } from '../domain/incident.ts';
import type { Sample } from '../domain/sample.ts';
import type { IncidentRecord } from './incidents.ts';
import type { StoredRecord, WatchStore } from './ports.ts';
import type { SilenceRecord } from './silences.ts';
import { storeTimeline, type TimelineEntry } from './timeline.ts';

/** What watching one environment remembers: a copy of what the store holds, never ahead of it. */
export interface Memory {
  readonly instances: ReadonlyMap<string, InstanceRecord>;
  readonly groups: ReadonlyMap<string, GroupRecord>;
  readonly incidents: ReadonlyMap<string, IncidentRecord>;
  readonly silences: ReadonlyMap<string, SilenceRecord>;
  readonly samples: ReadonlyMap<string, Sample>;
  /** What was said of each instance when its condition last held, by fingerprint. Not kept over a restart. */
  readonly words: ReadonlyMap<string, string>;
}

/** What one step changes, kind by kind. */
export interface Change {
  readonly instances: KindChange<InstanceRecord>;
  readonly groups: KindChange<GroupRecord>;
  readonly incidents: KindChange<IncidentRecord>;
  readonly silences: KindChange<SilenceRecord>;
  /** Only ever added to, and not kept in memory. */
  readonly timeline: readonly TimelineEntry[];
}

export interface KindChange<T> {
  readonly put: readonly T[];
  readonly remove: readonly string[];
}

const idOf = {
  instance: ({ fingerprint }: InstanceRecord) => fingerprint,
  group: ({ key }: GroupRecord) => key,
  incident: ({ id }: IncidentRecord) => id,
  silence: ({ id }: SilenceRecord) => id,
};

export const blankMemory: Memory = {
  instances: new Map(),
  groups: new Map(),
  incidents: new Map(),
  silences: new Map(),
  samples: new Map(),
  words: new Map(),
};

const unhandled = { inWindow: null, snooze: null, done: [] };

const none = { put: [], remove: [] };
export const noChange: Change = {
  instances: none,
  groups: none,
  incidents: none,
  silences: none,
  timeline: [],
};

export async function loadMemory(store: WatchStore, environment: string): Promise<Memory> {
  const load = async <T>(kind: string): Promise<ReadonlyMap<string, T>> => {
    const records = await store.records.load(kind, environment);
    return new Map(records.map(({ id, json }) => [id, JSON.parse(json)]));
  };
  const samples = await store.samples.all(environment);
  const incidents = await load<IncidentRecord>('incident');
  return {
    instances: await load<InstanceRecord>('instance'),
    groups: await load<GroupRecord>('group'),
    incidents: new Map(
      // One written by an older version lacks what people could not do then.
      [...incidents].map(([id, incident]) => [
        id,
        { ...unhandled, ...incident, handling: { ...untouched, ...incident.handling } },
      ]),
    ),
    silences: new Map(
      [...(await load<SilenceRecord>('silence'))].map(([id, silence]) => [
        id,
        { ...silence, begun: silence.begun ?? true },
      ]),
    ),
    samples: new Map(samples.map((sample) => [sample.check, sample])),
    words: new Map(),
  };
}

/** Writes a step; call it inside the transaction that also wants the step's messages. */
export async function storeChange(
  store: WatchStore,
  environment: string,
  change: Change,
): Promise<void> {
  const apply = <T>(kind: string, id: (item: T) => string, { put, remove }: KindChange<T>) =>
    store.records.apply(kind, environment, {
      put: put.map((item): StoredRecord => ({ id: id(item), json: JSON.stringify(item) })),
      remove,
    });
  await apply('instance', idOf.instance, change.instances);
  await apply('group', idOf.group, change.groups);
  await apply('incident', idOf.incident, change.incidents);
  await apply('silence', idOf.silence, change.silences);
  await storeTimeline(store, environment, change.timeline);
}

/** The memory after a step. */
export function remember(
  memory: Memory,
  change: Change,
  sample: Sample | null,
  words: ReadonlyMap<string, string>,
): Memory {
  return {
    instances: merged(memory.instances, idOf.instance, change.instances),
    groups: merged(memory.groups, idOf.group, change.groups),
    incidents: merged(memory.incidents, idOf.incident, change.incidents),
    silences: merged(memory.silences, idOf.silence, change.silences),
    samples: sample === null ? memory.samples : new Map(memory.samples).set(sample.check, sample),
    words,
  };
}

export function merged<T>(
  before: ReadonlyMap<string, T>,
  id: (item: T) => string,
  { put, remove }: KindChange<T>,
): ReadonlyMap<string, T> {
  if (put.length === 0 && remove.length === 0) return before;
  const after = new Map(before);
  for (const item of put) after.set(id(item), item);
  for (const gone of remove) after.delete(gone);
  return after;
}
