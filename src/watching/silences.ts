import { hash } from '../alerting/fingerprint.ts';
import { matches } from '../alerting/match.ts';
import type { InstanceRecord, Silence } from '../alerting/model.ts';
import { isActive, silenceRefusal } from '../alerting/silence.ts';
import { isHeld } from '../alerting/step.ts';
import type { Labels } from '../domain/alert.ts';
import type { Refusal } from '../domain/authority.ts';
import type { IncidentChange, SilenceOrder, SilenceView } from '../domain/incident.ts';
import { DAY, type Duration, type Instant } from '../domain/time.ts';

/** A silence as it is kept. */
export interface SilenceRecord extends Silence {
  /** Who ended it before its time. */
  readonly endedBy: string | null;
  /** Its end was told. */
  readonly over: boolean;
  /** The incidents in whose threads it was told. */
  readonly incidents: readonly string[];
}

/** One that is over is remembered this long. */
export const silencesKept: Duration = 30 * DAY;

/** A new silence, or why it may not be made. */
export function silenceOf(
  { matchers, duration, comment, by }: SilenceOrder,
  known: ReadonlyMap<string, SilenceRecord>,
  now: Instant,
): SilenceRecord | Refusal {
  const tidy = Object.fromEntries(
    Object.entries(matchers).map(([label, value]) => [label.trim(), value.trim()]),
  );
  const silence = {
    matchers: tidy,
    from: now,
    to: now + duration,
    author: by.person,
    comment: comment.trim(),
    run: null,
  };
  const refusal = silenceRefusal(silence, now);
  if (refusal !== null) return refusal;
  const id = newId(JSON.stringify(silence), known);
  return { id, ...silence, endedBy: null, over: false, incidents: [] };
}

/** `S3F07`: short enough to be typed, and never one of an older silence. */
function newId(text: string, known: ReadonlyMap<string, SilenceRecord>): string {
  for (let turn = 0; ; turn += 1) {
    const id = `S${hash(`${turn}\n${text}`).slice(0, 4).toUpperCase()}`;
    if (!known.has(id)) return id;
  }
}

/** Those now in force. */
export function inForce(
  silences: ReadonlyMap<string, SilenceRecord>,
  now: Instant,
): readonly SilenceRecord[] {
  return [...silences.values()].filter((silence) => isActive(silence, now));
}

/** Those whose end has come and is not told yet. */
export function lapsed(
  silences: ReadonlyMap<string, SilenceRecord>,
  now: Instant,
): readonly SilenceRecord[] {
  return [...silences.values()].filter(({ to, over }) => !over && to <= now);
}

/** What fires and is matched. */
export function muted(
  matchers: Labels,
  instances: Iterable<InstanceRecord>,
): readonly InstanceRecord[] {
  return [...instances].filter((instance) => isHeld(instance.phase) && matches(matchers, instance));
}

/**
 * Until when all of these are muted; null where at least one is not. Of several silences the last to end counts, of
 * several instances the first to be heard again.
 */
export function mutedUntil(
  instances: readonly InstanceRecord[],
  active: readonly SilenceRecord[],
): Instant | null {
  if (instances.length === 0) return null;
  const ends = instances.map((instance) =>
    Math.max(0, ...active.filter((each) => matches(each.matchers, instance)).map(({ to }) => to)),
  );
  const first = Math.min(...ends);
  return first === 0 ? null : first;
}

/** The line in the thread of what it mutes. */
export function silencedLine(
  { author, comment, to, id }: SilenceRecord,
  at: Instant,
): IncidentChange {
  return {
    at,
    kind: 'silenced',
    instance: null,
    detail: `${author}: ${comment} (${id})`,
    until: to,
  };
}

/** The line in the thread when it is over. */
export function overLine(
  { author, endedBy, id }: SilenceRecord,
  stillFires: boolean,
  at: Instant,
): IncidentChange {
  const what =
    endedBy === null
      ? `the silence of ${author} (${id}) is over`
      : `${endedBy} ended the silence of ${author} (${id})`;
  const detail = stillFires ? `${what}, and it still fires` : what;
  return { at, kind: 'silence-over', instance: null, detail };
}

/** A silence as people see it. */
export function silenceView({ id, matchers, to, author, comment }: SilenceRecord): SilenceView {
  return { id, matchers, until: to, by: author, comment };
}

/** `queue-backlog queue=Neo4jSyncQueue`: how a silence is named in lists. */
export function silenceName({ alert, ...labels }: Labels): string {
  const rest = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  return [...(alert === undefined ? [] : [alert]), ...rest].join(' ');
}
