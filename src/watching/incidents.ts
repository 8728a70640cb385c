import type { Escalation, GroupRecord, InstanceRecord, Notification } from '../alerting/model.ts';
import type { Check, Severity, Unit } from '../domain/check.ts';
import { formatCondition, negation } from '../domain/condition.ts';
import {
  type Ending,
  type Incident,
  type IncidentChange,
  type IncidentInstance,
  untouched,
} from '../domain/incident.ts';
import type { Instant } from '../domain/time.ts';
import { crowdNews } from './crowd.ts';
import { remedyOf, ruleOf, unitOf } from './judge.ts';

/** An incident as it is kept: its place is asked of the outbox when it is shown. */
export interface IncidentRecord extends Omit<Incident, 'place'> {
  readonly groupKey: string;
  /** How many lines its thread has; the next line's number. */
  readonly lines: number;
  /** When the root message last got new content. */
  readonly writtenAt: Instant;
}

/** What happened to an incident, to be told in its thread. */
export interface Told {
  readonly incident: IncidentRecord;
  readonly change: IncidentChange;
  /** Goes to the channel too, with the mention. */
  readonly mention: boolean;
  /** Goes to the channel too, without one. */
  readonly broadcast?: boolean;
}

/** What an incident's words rest on. */
export interface Evidence {
  readonly instances: ReadonlyMap<string, InstanceRecord>;
  readonly check: (name: string) => Check | undefined;
  /** What was said of an instance when its condition last held. */
  readonly words: ReadonlyMap<string, string>;
}

const severityOrder: readonly Severity[] = ['critical', 'warning'];

/** The incident of a group as it stands now. `previous`: as it was kept, null for a new one. */
export function incidentOf(
  id: string,
  group: GroupRecord,
  previous: IncidentRecord | null,
  evidence: Evidence,
  now: Instant,
): IncidentRecord | null {
  const fingerprints = new Set([
    ...(previous?.instances.map(({ fingerprint }) => fingerprint) ?? []),
    ...Object.keys(group.announced),
    ...group.resolved,
  ]);
  const instances = [...fingerprints]
    .map((fingerprint) => instanceOf(fingerprint, previous, evidence, now))
    .filter((instance) => instance !== null)
    .toSorted(worstFirst);
  const worst = instances[0];
  if (worst === undefined) return null;
  const record = evidence.instances.get(worst.fingerprint);
  const alert = record?.alert ?? previous?.alert ?? group.labels['alert'] ?? '';
  const check = record?.check ?? previous?.check ?? '';
  const operation = evidence.check(check)?.operation ?? previous?.operation;
  return {
    id,
    environment: record?.environment ?? previous?.environment ?? '',
    alert,
    check,
    severity: worst.severity,
    instances,
    remedy: remedyNow(record, evidence) ?? previous?.remedy ?? ownRemedies[alert] ?? '',
    ...(operation === undefined ? {} : { operation }),
    facts: previous?.facts ?? [],
    openedAt: previous?.openedAt ?? group.openedAt,
    resolvedAt: previous?.resolvedAt ?? null,
    holder: previous?.holder ?? null,
    handling: previous?.handling ?? untouched,
    silencedUntil: previous?.silencedUntil ?? null,
    inWindow: previous?.inWindow ?? null,
    snooze: previous?.snooze ?? null,
    done: previous?.done ?? [],
    isTest: alert === 'test-alert',
    groupKey: group.key,
    lines: previous?.lines ?? 0,
    writtenAt: previous?.writtenAt ?? now,
  };
}

function remedyNow(record: InstanceRecord | undefined, evidence: Evidence): string | null {
  if (record === undefined) return null;
  const check = evidence.check(record.check);
  return check === undefined ? null : remedyOf(check, record);
}

/** What to do about the alerts that the bot raises of itself, which no check file explains. */
const ownRemedies: Readonly<Record<string, string>> = {
  'sql-server-down':
    'The bot cannot reach SQL Server. Every check that asks it is unknown until it answers. Look whether the service runs, whether the network lets the bot through, and whether its login still works.',
  'neo4j-down':
    'The bot cannot reach Neo4j. Every check that asks it is unknown until it answers. Look whether the service runs and whether its login still works; provenance waits in Neo4jSyncQueue meanwhile.',
  'check-unknown':
    'A check cannot tell how things are, which is no good news: what it watches may be broken unseen. The reason says what it lacks.',
  'check-late':
    'A check has not run for three of its intervals, so what it watches may be broken unseen. Look into the log for what it hangs on; a restart of the bot starts it anew.',
  'test-alert': 'Sent on request to prove that alerts arrive here. Nothing is wrong.',
};

/** What those measure that are no mere yes. */
const ownUnits: Readonly<Record<string, Unit>> = { 'check-late': 'minutes' };

function instanceOf(
  fingerprint: string,
  previous: IncidentRecord | null,
  evidence: Evidence,
  now: Instant,
): IncidentInstance | null {
  const before = previous?.instances.find((each) => each.fingerprint === fingerprint) ?? null;
  const record = evidence.instances.get(fingerprint);
  if (record === undefined) return before && { ...before, resolvedAt: before.resolvedAt ?? now };
  const check = evidence.check(record.check);
  const rule = check && ruleOf(check, record);
  const over = record.phase === 'resolved' || record.phase === 'inactive';
  return {
    fingerprint,
    labels: record.labels,
    severity: record.severity,
    value: record.value,
    // The bot's own alerts are of the kind yes or no.
    unit: check && rule ? unitOf(check, rule) : (ownUnits[record.alert] ?? 'flag'),
    // What counts successive samples has a threshold that tells people nothing; nor do the bot's own.
    threshold: rule?.value.includes('.') || rule === undefined ? '' : record.threshold,
    recovers: rule ? formatCondition(rule.recovers ?? negation(rule.when)) : '',
    since: record.firingAt ?? before?.since ?? now,
    resolvedAt: over ? (record.resolvedAt ?? now) : null,
    ...(over ? endingOf(record) : {}),
    // The words of the last bad moment stay when all is well again: they say what it was about.
    summary: evidence.words.get(fingerprint) ?? before?.summary ?? null,
  };
}

function endingOf({ reason }: InstanceRecord): { readonly ended?: Ending } {
  return reason === 'threshold' || reason === 'recovered' ? {} : { ended: reason };
}

function worstFirst(one: IncidentInstance, other: IncidentInstance): number {
  const open = Number(one.resolvedAt !== null) - Number(other.resolvedAt !== null);
  const severity = severityOrder.indexOf(one.severity) - severityOrder.indexOf(other.severity);
  return open || severity || (other.value ?? 0) - (one.value ?? 0) || one.since - other.since;
}

/** The thread's lines for a notification; none for the first, which the root message tells. */
export function tellNotification(
  incident: IncidentRecord,
  previous: IncidentRecord | null,
  { at, reason, firing, resolved, mention }: Notification,
): Told[] {
  const find = (fingerprint: string) =>
    incident.instances.find((each) => each.fingerprint === fingerprint) ?? null;
  const tell = (kind: IncidentChange['kind'], instance: IncidentInstance | null): Told => ({
    incident,
    change: { at, kind, instance, detail: null },
    mention: false,
  });
  const known = new Set(previous?.instances.map(({ fingerprint }) => fingerprint));
  const lines: Told[] = crowdNews(incident, previous, at).map((change) => ({
    incident,
    change,
    mention: false,
  }));
  if (previous !== null)
    for (const fingerprint of firing)
      if (!known.has(fingerprint)) lines.push(tell('added', find(fingerprint)));
  const over = resolved.map(find);
  if (reason === 'all-resolved') {
    // Where several end together, what was measured speaks for all; what ended otherwise says so itself.
    const last = over.find((each) => each?.ended === undefined) ?? over[0] ?? null;
    for (const each of over)
      if (each !== last && each?.ended !== undefined) lines.push(tell('instance-resolved', each));
    lines.push(tell('resolved', last));
  } else for (const each of over) lines.push(tell('instance-resolved', each));
  if (reason === 'repeat') lines.push(tell('repeated', null));
  if (mention) lines.push({ ...tell('escalated', incident.instances[0] ?? null), mention: true });
  return lines;
}

/** The lines for instances whose severity changed since the incident was last written; escalations mention. */
export function tellSeverities(
  incident: IncidentRecord,
  previous: IncidentRecord | null,
  escalations: readonly Escalation[],
  at: Instant,
): Told[] {
  if (previous === null) return [];
  const mention = escalations.some((each) => each.incident === incident.id);
  const changed = incident.instances.flatMap((instance): Told[] => {
    const before = previous.instances.find(
      ({ fingerprint }) => fingerprint === instance.fingerprint,
    );
    if (before === undefined || before.severity === instance.severity) return [];
    const kind = instance.severity === 'critical' ? 'worsened' : 'improved';
    return [{ incident, change: { at, kind, instance, detail: null }, mention: false }];
  });
  if (!mention) return changed;
  const instance = incident.instances[0] ?? null;
  return [
    ...changed,
    { incident, change: { at, kind: 'escalated', instance, detail: null }, mention: true },
  ];
}

/** What makes an incident's message worth editing at once; values alone may wait. */
export function shape(incident: IncidentRecord): string {
  const { instances, holder, handling, resolvedAt, silencedUntil, inWindow, snooze } = incident;
  const parts = instances.map((each) => [
    each.fingerprint,
    each.severity,
    each.resolvedAt !== null,
  ]);
  return JSON.stringify([
    parts,
    holder,
    handling.reminded,
    resolvedAt,
    silencedUntil,
    inWindow,
    snooze,
  ]);
}
