import type { Instant } from '../domain/time.ts';
import { type DutySettings, nextDuty } from './duty.ts';
import type { Memory } from './memory.ts';

/** When to step again though nothing else happens; null: nothing is open. */
export function nextStepAt(
  { groups, incidents, silences }: Memory,
  duty: DutySettings,
  now: Instant,
): Instant | null {
  const looks = [...groups.values()].map(({ nextAt }) => nextAt);
  const ends = [...silences.values()]
    .filter(({ over }) => !over)
    .map(({ from, to, begun }) => (begun ? to : from));
  // What is due and was not done is held back: the end of that, or the next sample, brings it up again.
  const duties = [...incidents.values()]
    .map((incident) => nextDuty(incident, duty))
    .filter((at) => at !== null && at > now)
    .map(Number);
  const all = [...looks, ...ends, ...duties];
  return all.length === 0 ? null : Math.min(...all);
}
