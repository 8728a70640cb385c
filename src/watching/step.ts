import type {
  AlertingConfig,
  InstanceDelta,
  InstanceRecord,
  NotifyResult,
  Silence,
  ZoneOffset,
} from '../alerting/model.ts';
import { notify } from '../alerting/notify.ts';
import type { Check } from '../domain/check.ts';
import type { WantedMessage } from '../domain/message.ts';
import type { Sample } from '../domain/sample.ts';
import type { Duration, Instant } from '../domain/time.ts';
import { lineMessage, rootMessage } from './incident-messages.ts';
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
import { wordsOf } from './words.ts';

/** What stays the same from step to step. */
export interface StepSettings {
  readonly channel: string;
  readonly checks: ReadonlyMap<string, Check>;
  readonly alerting: AlertingConfig;
  readonly zoneOffset: ZoneOffset;
  readonly writer: IncidentWriter;
  /** How often a root message may be edited for new values alone. */
  readonly refreshEvery: Duration;
}

/** All that follows from new instances at a moment: what to write, and what to say. */
export interface Step {
  readonly change: Change;
  readonly messages: readonly WantedMessage[];
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
  silences: readonly Silence[],
  now: Instant,
  settings: StepSettings,
): Step {
  const instanceChange = { put: delta.changed, remove: delta.removed };
  const instances = merged(memory.instances, fingerprintOf, instanceChange);
  const notified = notify({
    now,
    config: settings.alerting,
    instances: instances.values(),
    groups: [...memory.groups.values()],
    silences,
    zoneOffset: settings.zoneOffset,
  });
  const groupChange = { put: notified.changed, remove: notified.removed };
  const groups = merged(memory.groups, ({ key }) => key, groupChange);
  const words = wordsOf(memory.words, instances, sample, settings.checks);
  const evidence = { instances, check: (name: string) => settings.checks.get(name), words };
  const incidents: IncidentRecord[] = [];
  const messages: WantedMessage[] = [];
  const over = notified.removed.map((key) => memory.groups.get(key)).filter(isThere);
  for (const group of [...groups.values(), ...over]) {
    const notification = notified.notifications.find(({ groupKey }) => groupKey === group.key);
    const id = notification?.incident ?? group.incident;
    if (id === null) continue;
    const previous = memory.incidents.get(id) ?? null;
    const fresh = incidentOf(id, group, previous, evidence, now);
    if (fresh === null) continue;
    const told = [
      ...tellSeverities(fresh, previous, notified.escalations, now),
      ...(notification ? tellNotification(fresh, previous, notification) : []),
    ];
    const incident = written(fresh, previous, told, notification?.reason === 'all-resolved', now);
    if (!worthWriting(incident, previous, told, now, settings)) continue;
    incidents.push(incident);
    messages.push(rootMessage(incident, settings.channel, settings.writer));
    messages.push(...linesOf(incident, previous, told, settings));
  }
  return {
    change: {
      instances: instanceChange,
      groups: groupChange,
      incidents: { put: incidents, remove: [] },
    },
    messages,
    notified,
    words,
  };
}

function isThere<T>(item: T | undefined): item is T {
  return item !== undefined;
}

function fingerprintOf({ fingerprint }: InstanceRecord): string {
  return fingerprint;
}

function written(
  fresh: IncidentRecord,
  previous: IncidentRecord | null,
  told: readonly Told[],
  over: boolean,
  now: Instant,
): IncidentRecord {
  return {
    ...fresh,
    resolvedAt: over ? now : fresh.resolvedAt,
    lines: (previous?.lines ?? 0) + told.length,
    writtenAt: now,
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

function linesOf(
  incident: IncidentRecord,
  previous: IncidentRecord | null,
  told: readonly Told[],
  { channel, writer }: StepSettings,
): WantedMessage[] {
  const first = (previous?.lines ?? 0) + 1;
  return told.map((each, index) =>
    lineMessage({ ...each, incident }, first + index, channel, writer),
  );
}
