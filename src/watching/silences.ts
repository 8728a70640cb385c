import { hash } from '../alerting/fingerprint.ts';
import { matches } from '../alerting/match.ts';
import type { InstanceRecord, Silence } from '../alerting/model.ts';
import { isActive, silenceRefusal } from '../alerting/silence.ts';
import { isHeld } from '../alerting/step.ts';
import type { Labels } from '../domain/alert.ts';
import type { Refusal } from '../domain/authority.ts';
import type { Incident, IncidentChange, SilenceOrder, SilenceView } from '../domain/incident.ts';
import { DAY, type Duration, type Instant } from '../domain/time.ts';

/** A silence as it is kept. */
export interface SilenceRecord extends Silence {
  /** Who ended it before its time. */
  readonly endedBy: string | null;
  /** Its beginning was told. */
  readonly begun: boolean;
  /** Its end was told. */
  readonly over: boolean;
  /** The incidents in whose threads it was told. */
  readonly incidents: readonly string[];
}

export interface MuteOrder extends SilenceOrder {
  readonly run?: string;
}

/** One that is over is remembered this long. */
export const silencesKept: Duration = 30 * DAY;

/** How far ahead a silence may be planned. */
const longestPlanned: Duration = 60 * DAY;

/** A new silence, or why it may not be made. `run`: it is the maintenance window of one. */
export function silenceOf(
  { matchers, duration, comment, by, from, run }: MuteOrder,
  known: ReadonlyMap<string, SilenceRecord>,
  now: Instant,
): SilenceRecord | Refusal {
  const tidy = Object.fromEntries(
    Object.entries(matchers).map(([label, value]) => [label.trim(), value.trim()]),
  );
  const begins = Math.max(from ?? now, now);
  const silence = {
    matchers: tidy,
    from: begins,
    to: begins + duration,
    author: by.person,
    comment: comment.trim(),
    run: run ?? null,
  };
  const refusal = silenceRefusal(silence, now) ?? tooFar(begins, now);
  if (refusal !== null) return refusal;
  const id = newId(JSON.stringify(silence), known);
  return { id, ...silence, endedBy: null, begun: begins <= now, over: false, incidents: [] };
}

function tooFar(begins: Instant, now: Instant): Refusal | null {
  if (begins - now <= longestPlanned) return null;
  return {
    kind: 'refusal',
    rule: 'S50',
    message: 'A silence is planned 60 days ahead at most.',
    hint: 'Plan it when the day is nearer.',
  };
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

/** Those that are to begin, the next first. */
export function planned(
  silences: ReadonlyMap<string, SilenceRecord>,
  now: Instant,
): readonly SilenceRecord[] {
  return [...silences.values()]
    .filter(({ from, over }) => !over && from > now)
    .toSorted((one, other) => one.from - other.from);
}

/** Those whose beginning has come and is not told yet. */
export function beginning(
  silences: ReadonlyMap<string, SilenceRecord>,
  now: Instant,
): readonly SilenceRecord[] {
  return [...silences.values()].filter((one) => !one.begun && isActive(one, now));
}

/** What fires and is matched. */
export function muted(
  matchers: Labels,
  instances: Iterable<InstanceRecord>,
): readonly InstanceRecord[] {
  return [...instances].filter((instance) => isHeld(instance.phase) && matches(matchers, instance));
}

/** That all of an incident is quiet: until when, or by which run's window, whose end moves on. */
export type Quiet = Pick<Incident, 'silencedUntil' | 'inWindow'>;

const loud: Quiet = { silencedUntil: null, inWindow: null };

/**
 * How all of these are muted; not at all where one is not. Of several silences the last to end counts, of several
 * instances the first to be heard again; a window counts as endless while its run lives.
 */
export function quietOf(
  instances: readonly InstanceRecord[],
  active: readonly SilenceRecord[],
): Quiet {
  if (instances.length === 0) return loud;
  let first = Number.POSITIVE_INFINITY;
  let run: string | null = null;
  for (const instance of instances) {
    const own = active.filter((each) => matches(each.matchers, instance));
    if (own.length === 0) return loud;
    const window = own.find((each) => each.run !== null);
    run ??= window?.run ?? null;
    if (window === undefined)
      first = Math.min(
        first,
        ...own
          .map(({ to }) => to)
          .toSorted(latest)
          .slice(0, 1),
      );
  }
  return run !== null && first === Number.POSITIVE_INFINITY
    ? { silencedUntil: null, inWindow: run }
    : { silencedUntil: first, inWindow: run };
}

function latest(one: Instant, other: Instant): number {
  return other - one;
}

/** The line in the thread of what it mutes. */
export function silencedLine(
  { author, comment, to, id, run }: SilenceRecord,
  at: Instant,
): IncidentChange {
  if (run !== null)
    return { at, kind: 'window', instance: null, detail: `${comment}, run ${run} of ${author}` };
  const detail = `${author}: ${comment} (${id})`;
  return { at, kind: 'silenced', instance: null, detail, until: to };
}

/** The line in the thread when it is over. */
export function overLine(
  { author, endedBy, id, run }: SilenceRecord,
  stillFires: boolean,
  at: Instant,
): IncidentChange {
  const whole =
    endedBy === null
      ? `the silence of ${author} (${id}) is over`
      : `${endedBy} ended the silence of ${author} (${id})`;
  const what = run === null ? whole : `the maintenance of run ${run} is over`;
  const detail = stillFires ? `${what}, and it still fires` : what;
  return { at, kind: 'silence-over', instance: null, detail };
}

/** A silence as people see it. */
export function silenceView(silence: SilenceRecord): SilenceView {
  const { id, matchers, from, to, author, comment, run } = silence;
  return { id, matchers, from, until: to, by: author, comment, run };
}

/** `queue-backlog queue=Neo4jSyncQueue`: how a silence is named in lists. */
export function silenceName({ alert, ...labels }: Labels): string {
  const rest = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  return [...(alert === undefined ? [] : [alert]), ...rest].join(' ');
}
