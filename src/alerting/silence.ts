import type { Refusal } from '../domain/authority.ts';
import { DAY, type Instant } from '../domain/time.ts';
import { matches } from './match.ts';
import type { InstanceRecord, Silence } from './model.ts';

/** The longest a silence may last. */
export const longestSilence = 7 * DAY;

/** From inclusive, to exclusive. */
export function isActive({ from, to }: Silence, now: Instant): boolean {
  return from <= now && now < to;
}

/** The id of the first of the active silences that matches. */
export function silencedBy(instance: InstanceRecord, active: readonly Silence[]): string | null {
  return active.find(({ matchers }) => matches(matchers, instance))?.id ?? null;
}

/** Why a silence may not be made (S50); null: it may. */
export function silenceRefusal(silence: Omit<Silence, 'id'>, now: Instant): Refusal | null {
  const { matchers, from, to, author, comment, run } = silence;
  const values = Object.values(matchers);
  if (values.every((value) => value.trim() === ''))
    return refuse('A silence needs something to match.', 'Name at least the alert.');
  if (Object.keys(matchers).some((name) => name.trim() === ''))
    return refuse('A matcher has no label.', 'Write label=value.');
  if (run !== null && !matchers['alert'])
    return refuse(
      'A maintenance window must name its alerts.',
      'It mutes only what its operation declares.',
    );
  if (!Number.isFinite(from) || !Number.isFinite(to))
    return refuse('A silence needs a beginning and an end.', 'Say for how long: 2h.');
  if (to <= from) return refuse('The silence ends before it begins.', 'Give a later end.');
  if (to <= now) return refuse('The silence is over already.', 'Give a later end.');
  if (to - from > longestSilence)
    return refuse('A silence lasts 7 days at most.', 'Silence it for 7d, and again if need be.');
  if (author.trim() === '') return refuse('A silence needs an author.', 'Say who asks for it.');
  if (comment.trim() === '')
    return refuse('A silence needs a reason.', 'Say why, for the next person.');
  return null;
}

/** Ends the windows of a run whose lease is over: the silences as they are now. */
export function endRunSilences(silences: readonly Silence[], run: string, now: Instant): Silence[] {
  return silences
    .filter((silence) => silence.run === run && silence.to > now)
    .map((silence) => ({ ...silence, to: Math.max(now, silence.from) }));
}

function refuse(message: string, hint: string): Refusal {
  return { kind: 'refusal', rule: 'S50', message, hint };
}
