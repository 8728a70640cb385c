import type { Config } from '../config/load-config.ts';
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
