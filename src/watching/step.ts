import type {
  AlertingConfig,
  InstanceDelta,
  InstanceRecord,
  NotifyResult,
  ZoneOffset,
} from '../alerting/model.ts';
import { notify } from '../alerting/notify.ts';
import { silencedBy } from '../alerting/silence.ts';
import type { Check } from '../domain/check.ts';
import type { WantedMessage } from '../domain/message.ts';
import type { Sample } from '../domain/sample.ts';
import type { Duration, Instant } from '../domain/time.ts';
import { attend, type DutySettings, isAudiblyCritical } from './duty.ts';
import { rootMessage, threadMessages } from './incident-messages.ts';
import {
  type IncidentRecord,
  incidentOf,
  shape,
  type Told,
  tellNotification,
  tellSeverities,
} from './incidents.ts';
import { type Change, type Memory, merged } from './memory.ts';
import type { IncidentWriter } from './ports.ts';
import { begunSilences, endedSilences, hastened, silenceChange } from './silence-news.ts';
import { beginning, inForce, lapsed, type Quiet, quietOf } from './silences.ts';
import { entriesOf, type TimelineEntry } from './timeline.ts';
import { wordsOf } from './words.ts';

/** What stays the same from step to step. */
export interface StepSettings {
  readonly channel: string;
  readonly checks: ReadonlyMap<string, Check>;
  readonly alerting: AlertingConfig;
  readonly duty: DutySettings;
  readonly zoneOffset: ZoneOffset;
  readonly writer: IncidentWriter;
  /** How often a root message may be edited for new values alone. */
  readonly refreshEvery: Duration;
}

/** What is to be written and said. */
export interface Outcome {
  readonly change: Change;
  readonly messages: readonly WantedMessage[];
}

/** All that follows from new instances at a moment: what to write, and what to say. */
export interface Step extends Outcome {
  readonly notified: NotifyResult;
  /** To be remembered for the next step. */
  readonly words: ReadonlyMap<string, string>;
}

/**
 * Decides one step: pure, so that either all of it is stored or none. The notification log (groups) and the messages
 * go into one transaction: the outbox then owes the delivery.
 */
export function decideStep(
  memory: Memory,
  delta: InstanceDelta,
  sample: Sample | null,
  now: Instant,
  settings: StepSettings,
): Step {
  const instanceChange = { put: delta.changed, remove: delta.removed };
  const instances = merged(memory.instances, fingerprintOf, instanceChange);
  const active = inForce(memory.silences, now);
  const ending = lapsed(memory.silences, now);
  const starting = beginning(memory.silences, now);
  const begunFor = new Map<string, string[]>(starting.map(({ id }) => [id, []]));
  const notified = notify({
    now,
    config: settings.alerting,
    instances: instances.values(),
    groups: [...memory.groups.values()].map((group) => hastened(group, ending, now)),
    silences: active,
    zoneOffset: settings.zoneOffset,
    acknowledged: quietIncidents(memory, now),
  });
  const groupChange = { put: notified.changed, remove: notified.removed };
  const groups = merged(memory.groups, ({ key }) => key, groupChange);
  const words = wordsOf(memory.words, instances, sample, settings.checks);
  const evidence = { instances, check: (name: string) => settings.checks.get(name), words };
  const incidents: IncidentRecord[] = [];
  const messages: WantedMessage[] = [];
  const timeline: TimelineEntry[] = [];
  const over = notified.removed.map((key) => memory.groups.get(key)).filter(isThere);
  for (const group of [...groups.values(), ...over]) {
    const notification = notified.notifications.find(({ groupKey }) => groupKey === group.key);
    const id = notification?.incident ?? group.incident;
    if (id === null) continue;
    const previous = memory.incidents.get(id) ?? null;
    const fresh = incidentOf(id, group, previous, evidence, now);
    if (fresh === null) continue;
    const isOver = notification?.reason === 'all-resolved';
    const standing = standingOf(fresh, instances);
    const news = [
      ...tellSeverities(fresh, previous, notified.escalations, now),
      ...(notification ? tellNotification(fresh, previous, notification) : []),
      ...(isOver ? [] : begunSilences(fresh, standing, starting, begunFor, now)),
      ...(isOver ? [] : endedSilences(fresh, standing, ending, now)),
    ];
    const known = settle(fresh, news, isOver, quietOf(standing, active), now);
    const isHeldBack = (instance: InstanceRecord) =>
      silencedBy(instance, active) !== null ||
      (group.suppressed[instance.fingerprint] ?? 'silence') !== 'silence';
    const audible = isAudiblyCritical(known, instances, isHeldBack);
    const attended = attend(known, audible, now, settings.duty);
    const told = [...news, ...attended.told];
    const incident = written(attended.incident, previous, told, now);
    if (!worthWriting(incident, previous, told, now, settings)) continue;
    incidents.push(incident);
    messages.push(...messagesOf(incident, previous, told, settings));
    timeline.push(...timelineEntries(incident, previous, told));
  }
  return {
    change: {
      instances: instanceChange,
      groups: groupChange,
      incidents: { put: incidents, remove: [] },
      silences: silenceChange(memory, ending, begunFor, now),
      timeline,
    },
    messages,
    notified,
    words,
  };
}

/** Root and new lines of an incident whose lines were counted already. */
export function messagesOf(
  incident: IncidentRecord,
  previous: IncidentRecord | null,
  told: readonly Told[],
  { channel, writer }: Pick<StepSettings, 'channel' | 'writer'>,
): readonly WantedMessage[] {
  const first = (previous?.lines ?? 0) + 1;
  const lines = told.map((each) => ({ ...each, incident }));
  return [rootMessage(incident, channel, writer), ...threadMessages(lines, first, channel, writer)];
}

/** The incident with its new lines counted. */
export function written(
  incident: IncidentRecord,
  previous: IncidentRecord | null,
  told: readonly Told[],
  now: Instant,
): IncidentRecord {
  return { ...incident, lines: (previous?.lines ?? 0) + told.length, writtenAt: now };
}

function isThere<T>(item: T | undefined): item is T {
  return item !== undefined;
}

function fingerprintOf({ fingerprint }: InstanceRecord): string {
  return fingerprint;
}

/** Incidents that someone holds, or wants to be quiet for a while, are not repeated. */
function quietIncidents({ incidents }: Memory, now: Instant): ReadonlySet<string> {
  const held = [...incidents.values()].filter(
    ({ holder, snooze, resolvedAt }) =>
      resolvedAt === null && (holder !== null || (snooze !== null && snooze.until > now)),
  );
  return new Set(held.map(({ id }) => id));
}

/** The instances of an incident that are not resolved. */
function standingOf(
  incident: IncidentRecord,
  instances: ReadonlyMap<string, InstanceRecord>,
): readonly InstanceRecord[] {
  return incident.instances.flatMap(({ fingerprint, resolvedAt }) =>
    resolvedAt === null ? (instances.get(fingerprint) ?? []) : [],
  );
}

function settle(
  fresh: IncidentRecord,
  news: readonly Told[],
  isOver: boolean,
  quiet: Quiet,
  now: Instant,
): IncidentRecord {
  const mentions = news.some(({ mention }) => mention);
  const { handling } = fresh;
  return {
    ...fresh,
    ...quiet,
    resolvedAt: isOver ? now : fresh.resolvedAt,
    snooze: isOver ? null : fresh.snooze,
    handling: mentions ? { ...handling, mentionedAt: handling.mentionedAt ?? now } : handling,
  };
}

function worthWriting(
  incident: IncidentRecord,
  previous: IncidentRecord | null,
  told: readonly Told[],
  now: Instant,
  { refreshEvery }: StepSettings,
): boolean {
  if (previous === null || told.length > 0 || shape(incident) !== shape(previous)) return true;
  if (previous.resolvedAt !== null || now - previous.writtenAt < refreshEvery) return false;
  return JSON.stringify(incident.instances) !== JSON.stringify(previous.instances);
}

function timelineEntries(
  incident: IncidentRecord,
  previous: IncidentRecord | null,
  told: readonly Told[],
): readonly TimelineEntry[] {
  const first = (previous?.lines ?? 0) + 1;
  const entries = entriesOf(told, first);
  if (previous !== null) return entries;
  const change = {
    at: incident.openedAt,
    kind: 'opened',
    instance: incident.instances[0] ?? null,
    detail: null,
  } as const;
  return [{ incident: incident.id, number: 0, change }, ...entries];
}
