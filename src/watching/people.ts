import { matches } from '../alerting/match.ts';
import type { InstanceRecord } from '../alerting/model.ts';
import { isHeld } from '../alerting/step.ts';
import type { Refusal } from '../domain/authority.ts';
import type { Actor, IncidentAct, IncidentChange, SilenceOrder } from '../domain/incident.ts';
import type { Instant } from '../domain/time.ts';
import { handle } from './handle.ts';
import type { IncidentRecord, Told } from './incidents.ts';
import { type Memory, noChange } from './memory.ts';
import { inForce, quietOf, type SilenceRecord, silencedLine, silenceOf } from './silences.ts';
import { messagesOf, type Outcome, type StepSettings, written } from './step.ts';
import { entriesOf } from './timeline.ts';

/** What somebody's wish comes to, with what it is about as it is then. */
export interface Granted<T> extends Outcome {
  readonly kind: 'granted';
  readonly value: T;
}

/** What someone does to an incident: all of it, or a refusal and nothing. */
export function decideAct(
  memory: Memory,
  id: string,
  act: IncidentAct,
  by: Actor,
  now: Instant,
  settings: StepSettings,
): Granted<IncidentRecord> | Refusal {
  const before = memory.incidents.get(id);
  if (before === undefined)
    return {
      kind: 'refusal',
      rule: 'no-incident',
      message: `There is no incident ${id} any more.`,
      hint: '`/hart alerts` lists what is open.',
    };
  const handled = handle(before, act, by, now, settings.duty);
  if ('kind' in handled) return handled;
  const { incident, change } = handled;
  if (change === null) return { kind: 'granted', value: incident, change: noChange, messages: [] };
  const told = tellOne(incident, change);
  const value = written(incident, before, told, now);
  return {
    kind: 'granted',
    value,
    change: {
      ...noChange,
      incidents: { put: [value], remove: [] },
      timeline: entriesOf(told, before.lines + 1),
    },
    messages: messagesOf(value, before, told, settings),
  };
}

/** A new silence: told in the threads of what it mutes now, or when it begins. */
export function decideSilence(
  memory: Memory,
  order: SilenceOrder,
  now: Instant,
  settings: StepSettings,
): Granted<SilenceRecord> | Refusal {
  const made = silenceOf(order, memory.silences, now);
  if ('kind' in made) return made;
  const { value: all, ...outcome } = decideMuted(memory, [made], now, settings);
  return { ...outcome, value: all[0] ?? made };
}

/** New silences that belong together. Those that have begun are told at once. */
export function decideMuted(
  memory: Memory,
  made: readonly SilenceRecord[],
  now: Instant,
  settings: StepSettings,
): Granted<readonly SilenceRecord[]> {
  const silences = new Map([...memory.silences, ...made.map((one) => [one.id, one] as const)]);
  const active = inForce(silences, now);
  const told = [...memory.incidents.values()].flatMap((before) => {
    if (before.resolvedAt !== null) return [];
    const instances = standing(before, memory.instances);
    const own = made.filter(
      ({ begun, matchers }) => begun && instances.some((one) => matches(matchers, one)),
    );
    const [first] = own;
    if (first === undefined) return [];
    const quiet = { ...before, ...quietOf(instances, active) };
    // A window's silences are one thing to people.
    const said = first.run === null ? own : [first];
    const lines = said.flatMap((one) => tellOne(quiet, silencedLine(one, now)));
    return [{ before, lines, own, incident: written(quiet, before, lines, now) }];
  });
  const value = made.map((silence) => ({
    ...silence,
    incidents: told.flatMap(({ own, incident }) => (own.includes(silence) ? [incident.id] : [])),
  }));
  return {
    kind: 'granted',
    value,
    change: {
      ...noChange,
      silences: { put: value, remove: [] },
      incidents: { put: told.map(({ incident }) => incident), remove: [] },
      timeline: told.flatMap(({ before, lines }) => entriesOf(lines, before.lines + 1)),
    },
    messages: told.flatMap(({ before, incident, lines }) =>
      messagesOf(incident, before, lines, settings),
    ),
  };
}

/** Ends a silence now; the next step tells of it like of any that is over. */
export function decideEnd(
  memory: Memory,
  id: string,
  by: Actor,
  now: Instant,
): Granted<SilenceRecord> | Refusal {
  const silence = memory.silences.get(id);
  if (silence === undefined || silence.over || silence.to <= now)
    return {
      kind: 'refusal',
      rule: 'no-silence',
      message: `There is no silence ${id} in force; nothing was changed.`,
      hint: '`/hart alerts` lists those that are.',
    };
  const value = { ...silence, from: Math.min(silence.from, now), to: now, endedBy: by.person };
  return {
    kind: 'granted',
    value,
    change: { ...noChange, silences: { put: [value], remove: [] } },
    messages: [],
  };
}

function standing(
  incident: IncidentRecord,
  instances: ReadonlyMap<string, InstanceRecord>,
): readonly InstanceRecord[] {
  return incident.instances.flatMap(({ fingerprint }) => {
    const record = instances.get(fingerprint);
    return record !== undefined && isHeld(record.phase) ? [record] : [];
  });
}

function tellOne(incident: IncidentRecord, change: IncidentChange): readonly Told[] {
  return [{ incident, change, mention: false }];
}
