import type { Refusal } from '../domain/authority.ts';
import type { Actor, IncidentAct, IncidentChange } from '../domain/incident.ts';
import { DAY, type Duration, formatDuration, type Instant } from '../domain/time.ts';
import type { IncidentRecord } from './incidents.ts';

/** What an act came to. `change` null: all is as it was asked for already. */
export interface Handled {
  readonly incident: IncidentRecord;
  readonly change: IncidentChange | null;
}

/** What applies to people's acts. */
export interface HandlingSettings {
  /** How long someone holds an incident before it is nobody's again. */
  readonly heldFor: Duration;
}

/**
 * Does what someone asks of an incident, or says why not. What is resolved stays so: a late click changes nothing. The
 * first of two who take it has it; asking for what is already so changes nothing either.
 */
export function handle(
  incident: IncidentRecord,
  act: IncidentAct,
  by: Actor,
  now: Instant,
  settings: HandlingSettings,
): Handled | Refusal {
  if (act.kind === 'note') return note(incident, act.text, by, now);
  if (act.kind === 'did') return did(incident, act.what, now);
  if (incident.resolvedAt !== null)
    return refuse(
      'resolved',
      `Incident ${incident.id} was resolved ${formatDuration(now - incident.resolvedAt)} ago; nothing was changed.`,
      'If it comes back it will be a new incident.',
    );
  switch (act.kind) {
    case 'acknowledge':
      return acknowledge(incident, by, now, settings);
    case 'unacknowledge':
      return unacknowledge(incident, by, now);
    case 'hand-over':
      return handOver(incident, act.to, by, now, settings);
    case 'snooze':
      return snoozed(incident, act.until, by, now);
    case 'wake':
      return woken(incident, by, now);
    default:
      return act satisfies never;
  }
}

function acknowledge(
  incident: IncidentRecord,
  by: Actor,
  now: Instant,
  settings: HandlingSettings,
): Handled | Refusal {
  const { holder, handling } = incident;
  const change = changeOf('acknowledged', by.person, now, now + settings.heldFor);
  if (holder === null) return { incident: held(incident, by, now, settings), change };
  if (holder.person !== by.person)
    return refuse(
      'held-by-another',
      `${holder.person} has incident ${incident.id} for ${formatDuration(now - holder.since)}; nothing was changed.`,
      `*Hand over…* or \`/hart handover ${incident.id} @${by.person}\` gives it to you.`,
    );
  if (!handling.reminded) return { incident, change: null };
  const lapsesAt = now + settings.heldFor;
  return {
    incident: { ...incident, handling: { ...handling, lapsesAt, reminded: false } },
    change,
  };
}

function unacknowledge(incident: IncidentRecord, by: Actor, now: Instant): Handled {
  const { holder } = incident;
  if (holder === null) return { incident, change: null };
  const whose = holder.person === by.person ? '' : `, ${holder.person} had it`;
  return {
    incident: released(incident, now),
    change: changeOf('unacknowledged', `${by.person}${whose}`, now),
  };
}

function handOver(
  incident: IncidentRecord,
  to: Actor,
  by: Actor,
  now: Instant,
  settings: HandlingSettings,
): Handled {
  if (incident.holder?.person === to.person) return { incident, change: null };
  return {
    incident: held(incident, to, now, settings),
    change: changeOf('handed-over', `${by.person} to ${to.person}`, now, now + settings.heldFor),
  };
}

/** The longest that an incident may be left alone: longer is a silence, with a reason. */
const longestSnooze: Duration = DAY;

function snoozed(
  incident: IncidentRecord,
  until: Instant,
  by: Actor,
  now: Instant,
): Handled | Refusal {
  if (!(until > now) || until - now > longestSnooze)
    return refuse(
      'snooze-length',
      'An incident is snoozed for a day at most.',
      'Write 1h or 4h, or silence it, with a reason.',
    );
  const { severity, snooze } = incident;
  if (snooze?.until === until && snooze.by === by.person) return { incident, change: null };
  return {
    incident: { ...incident, snooze: { by: by.person, until, severity } },
    change: changeOf('snoozed', by.person, now, until),
  };
}

function woken(incident: IncidentRecord, by: Actor, now: Instant): Handled {
  if (incident.snooze === null) return { incident, change: null };
  return {
    incident: awake(incident, now),
    change: changeOf('snooze-over', `${by.person} ended it`, now),
  };
}

/** Heard again: escalation begins to count anew. */
export function awake(incident: IncidentRecord, now: Instant): IncidentRecord {
  return { ...incident, snooze: null, handling: { ...incident.handling, releasedAt: now } };
}

/** Of what was done all is kept in the thread; the incident itself names the newest. */
const mostDone = 5;

function did(incident: IncidentRecord, what: string, now: Instant): Handled {
  const done = [...incident.done.filter((one) => one !== what), what].slice(-mostDone);
  return { incident: { ...incident, done }, change: changeOf('did', what, now) };
}

const longestNote = 2000;

function note(incident: IncidentRecord, text: string, by: Actor, now: Instant): Handled | Refusal {
  const words = text.trim();
  if (words === '') return refuse('note-empty', 'The note is empty.', 'Write what to remember.');
  if (words.length > longestNote)
    return refuse('note-too-long', `A note has at most ${longestNote} characters.`, 'Shorten it.');
  return { incident, change: changeOf('note', `${by.person}: ${words}`, now) };
}

function held(
  incident: IncidentRecord,
  { person, slackUserId }: Actor,
  now: Instant,
  { heldFor }: HandlingSettings,
): IncidentRecord {
  const { handling } = incident;
  return {
    ...incident,
    holder: { person, slackUserId, since: now },
    handling: {
      ...handling,
      heldBy: [...new Set([...handling.heldBy, person])],
      acknowledgedAt: handling.acknowledgedAt ?? now,
      lapsesAt: now + heldFor,
      reminded: false,
    },
  };
}

/** Nobody's again: escalation begins to count anew. */
export function released(incident: IncidentRecord, now: Instant): IncidentRecord {
  const handling = { ...incident.handling, lapsesAt: null, reminded: false, releasedAt: now };
  return { ...incident, holder: null, handling };
}

function changeOf(
  kind: IncidentChange['kind'],
  detail: string,
  at: Instant,
  until?: Instant,
): IncidentChange {
  return { at, kind, instance: null, detail, ...(until === undefined ? {} : { until }) };
}

function refuse(rule: string, message: string, hint: string): Refusal {
  return { kind: 'refusal', rule, message, hint };
}
