import type { Config } from '../config/load-config.ts';
import type { OwnTurns } from '../domain/home.ts';
import type { OnCallView } from '../domain/incident.ts';
import type { Instant } from '../domain/time.ts';
import type { OnCall } from '../slack/blocks/mention-line.ts';
import { shiftAt } from '../watching/rota.ts';
import { zoneOffset } from './zone-offset.ts';

/**
 * Who is on call now, by name. With a rota the one whose week it is, and with each step of escalation one more of those
 * who follow.
 */
export function onCallNow({ onCall }: Config, now: Instant, step = 0): OnCallView {
  const { people, group, rota } = onCall;
  const shift = rota === null ? null : shiftAt(rota, now, zoneOffset);
  if (shift === null) return { people, group, until: null };
  return { people: shift.people.slice(0, step + 1), group, until: shift.until };
}

/** The same as Slack's ids. */
export function mentionedNow(config: Config, now: Instant, step = 0): OnCall {
  const { people, group } = onCallNow(config, now, step);
  return { users: people.flatMap((name) => config.people[name]?.slack.slice(0, 1) ?? []), group };
}

/** When one person is on call, by the rota, else by the list. */
export function ownTurns({ onCall }: Config, person: string | null, now: Instant): OwnTurns {
  const none = { onCall: false, until: null, next: null };
  if (person === null) return none;
  const { rota, people, group } = onCall;
  if (rota === null) return { ...none, onCall: group === null && people.includes(person) };
  const shift = shiftAt(rota, now, zoneOffset);
  const isOn = shift?.people[0] === person;
  let next = shift;
  // A list of one has no end of their turn that anyone would notice.
  for (let week = 0; next !== null && week < rota.people.length; week += 1) {
    const begins: Instant = next.until;
    next = shiftAt(rota, begins, zoneOffset);
    if (next?.people[0] === person)
      return { onCall: isOn, until: isOn ? (shift?.until ?? null) : null, next: begins };
  }
  return { ...none, onCall: isOn };
}
