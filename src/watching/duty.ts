import type { InstanceRecord } from '../alerting/model.ts';
import type { Snooze } from '../domain/incident.ts';
import { type Duration, formatDuration, type Instant } from '../domain/time.ts';
import { awake, type HandlingSettings, released } from './handle.ts';
import type { IncidentRecord, Told } from './incidents.ts';

/** What the clock does to an incident that people should attend to. */
export interface DutySettings extends HandlingSettings {
  /** How long before holding it ends the holder is reminded. */
  readonly remindBefore: Duration;
  /** After how long that nobody had a critical incident someone is mentioned again, step by step. */
  readonly escalation: readonly Duration[];
}

export interface Attended {
  readonly incident: IncidentRecord;
  readonly told: readonly Told[];
}

/**
 * What is due by the clock: the holder's reminder, the end of holding, and one line with a mention for each step that a
 * critical incident has been nobody's. Steps missed while the bot was down are taken as one.
 *
 * @param audible whether something critical of the incident still fires and nothing holds it back
 */
export function attend(
  incident: IncidentRecord,
  audible: boolean,
  now: Instant,
  settings: DutySettings,
): Attended {
  if (incident.resolvedAt !== null || incident.isTest) return { incident, told: [] };
  const { holder, handling, snooze } = incident;
  if (snooze !== null && isOver(snooze, incident, now)) return wakes(incident, snooze, now);
  if (holder === null)
    return snooze === null ? escalated(incident, audible, now, settings) : { incident, told: [] };
  const { lapsesAt, reminded } = handling;
  if (lapsesAt === null) return { incident, told: [] };
  if (lapsesAt <= now) {
    const detail = `${holder.person} took it ${formatDuration(now - holder.since)} ago`;
    return tell(released(incident, now), 'lapsed', detail, now);
  }
  if (reminded || lapsesAt - settings.remindBefore > now) return { incident, told: [] };
  const next = { ...incident, handling: { ...handling, reminded: true } };
  return tell(next, 'reminded', holder.person, now, lapsesAt);
}

/** At its time, or when it is worse than it was. */
function isOver({ until, severity: was }: Snooze, { severity }: IncidentRecord, now: Instant) {
  return until <= now || (severity === 'critical' && was !== 'critical');
}

function wakes(incident: IncidentRecord, { until, by }: Snooze, now: Instant): Attended {
  const why = until <= now ? `the snooze of ${by} is over` : `worse than when ${by} snoozed it`;
  return tell(awake(incident, now), 'snooze-over', why, now);
}

function escalated(
  incident: IncidentRecord,
  audible: boolean,
  now: Instant,
  { escalation }: DutySettings,
): Attended {
  const since = unheldSince(incident);
  if (!audible || since === null) return { incident, told: [] };
  const due = escalation.filter((step) => now - since >= step).length;
  const { handling } = incident;
  if (due <= handling.escalated) return { incident, told: [] };
  const next = { ...incident, handling: { ...handling, escalated: due } };
  const detail = formatDuration(now - since);
  return {
    incident: next,
    told: [
      {
        incident: next,
        change: { at: now, kind: 'escalated', instance: null, detail },
        mention: true,
      },
    ],
  };
}

/** Since when nobody has had what people were mentioned for. */
function unheldSince({ handling: { mentionedAt, releasedAt } }: IncidentRecord): Instant | null {
  return mentionedAt === null ? null : Math.max(mentionedAt, releasedAt ?? mentionedAt);
}

function tell(
  incident: IncidentRecord,
  kind: 'lapsed' | 'reminded' | 'snooze-over',
  detail: string,
  at: Instant,
  until?: Instant,
): Attended {
  const change = { at, kind, instance: null, detail, ...(until === undefined ? {} : { until }) };
  return { incident, told: [{ incident, change, mention: false }] };
}

/** When the clock next does something to an incident; null: never, as it stands. */
export function nextDuty(incident: IncidentRecord, settings: DutySettings): Instant | null {
  if (incident.resolvedAt !== null || incident.isTest) return null;
  const { holder, snooze } = incident;
  const woken = snooze?.until ?? null;
  const own = nextOfHolder(incident, settings);
  if (holder === null && woken !== null) return woken;
  return woken === null || own === null ? (own ?? woken) : Math.min(own, woken);
}

function nextOfHolder(incident: IncidentRecord, settings: DutySettings): Instant | null {
  const { holder, handling } = incident;
  if (holder !== null) {
    if (handling.lapsesAt === null) return null;
    return handling.reminded ? handling.lapsesAt : handling.lapsesAt - settings.remindBefore;
  }
  const since = unheldSince(incident);
  const step = settings.escalation[handling.escalated];
  return since === null || step === undefined ? null : since + step;
}

/** Whether an incident has something critical that fires and that nothing holds back. */
export function isAudiblyCritical(
  incident: IncidentRecord,
  instances: ReadonlyMap<string, InstanceRecord>,
  isHeldBack: (instance: InstanceRecord) => boolean,
): boolean {
  return incident.instances.some(({ fingerprint, severity, resolvedAt }) => {
    const record = instances.get(fingerprint);
    return (
      severity === 'critical' && resolvedAt === null && record !== undefined && !isHeldBack(record)
    );
  });
}
