import type { InstanceRecord } from '../alerting/model.ts';
import { type Check, type State, type Subsystem, subsystems, worstState } from '../domain/check.ts';
import type { CheckResult, CheckSummary } from '../domain/check-result.ts';
import { formatValue } from '../domain/format-value.ts';
import type { Incident } from '../domain/incident.ts';
import {
  countStates,
  type JustRestored,
  type OutboxView,
  type Status,
  type StatusLine,
} from '../domain/status.ts';
import { type Duration, formatDuration, type Instant } from '../domain/time.ts';
import { worstWords } from './judge.ts';

/** How many intervals a result may be old before it is no knowledge any more. */
const staleAfter = 3;

/** What the status of an environment rests on. */
export interface StatusInput {
  readonly environment: string;
  readonly checks: readonly Check[];
  /** Checks that the configuration switched off. */
  readonly disabled: readonly Check[];
  /** Rules that the configuration made laxer, by name. */
  readonly raised?: readonly string[];
  readonly results: ReadonlyMap<string, CheckResult>;
  readonly instances: readonly InstanceRecord[];
  readonly trends: ReadonlyMap<Subsystem, readonly number[]>;
  readonly openAlerts: readonly Incident[];
  /** The bot's own line. */
  readonly bot: StatusLine;
  readonly outbox: OutboxView;
  readonly nextDigest: Instant | null;
  readonly silenced: Status['silenced'];
  readonly muting: Status['muting'];
  readonly faults: readonly string[];
  readonly now: Instant;
}

export function statusView(input: StatusInput): Status {
  const { environment, checks, disabled, results, now } = input;
  const states = checks.map((check) => stateOf(check, results.get(check.name), now));
  const counts = countStates([...states, ...disabled.map((): State => 'off')]);
  const lines = subsystems.map((subsystem) =>
    subsystem === 'Bot' ? input.bot : lineOf(subsystem, input),
  );
  return {
    environment,
    state: worstState([...states, input.bot.state]),
    counts,
    asOf: now,
    lines,
    openAlerts: input.openAlerts,
    running: [],
    waiting: [],
    raised: input.raised ?? [],
    off: [...disabled, ...checks.filter((_, index) => states[index] === 'off')].map(
      ({ name }) => name,
    ),
    silenced: input.silenced,
    muting: input.muting,
    restored: justRestored(input),
    outbox: input.outbox,
    nextDigest: input.nextDigest,
    faults: input.faults,
  };
}

/** The list of checks: state, last run, duration. */
export function summaries(
  checks: readonly Check[],
  disabled: readonly Check[],
  results: ReadonlyMap<string, CheckResult>,
  now: Instant,
): CheckSummary[] {
  const summary = (check: Check, off: boolean): CheckSummary => {
    const result = results.get(check.name);
    const { name, title, subsystem } = check;
    return {
      name,
      title,
      subsystem,
      state: off ? 'off' : stateOf(check, result, now),
      lastRunAt: result?.sample.at ?? null,
      ms: result?.sample.ms ?? null,
      reason: off ? 'switched off in hart.yml' : reasonOf(check, result, now),
    };
  };
  return [
    ...checks.map((check) => summary(check, false)),
    ...disabled.map((check) => summary(check, true)),
  ].toSorted((one, other) => one.name.localeCompare(other.name));
}

/** A result counts only while it is fresh: an old "ok" is no knowledge. */
function stateOf(check: Check, result: CheckResult | undefined, now: Instant): State {
  if (result === undefined || isStale(check, result, now)) return 'unknown';
  return result.state;
}

/** Of a restore that several checks cannot look behind, a status says once how long ago it was. */
const tooSoon = 'too soon after the restore';

function restoredAgo({ sample }: CheckResult, now: Instant): Duration | null {
  const { outcome, at } = sample;
  if (outcome.kind !== 'unknown' || outcome.restoredAgo === undefined) return null;
  return outcome.restoredAgo + Math.max(0, now - at);
}

function justRestored({ checks, results, now }: StatusInput): JustRestored | null {
  const found = checks.flatMap((check) => {
    const result = results.get(check.name);
    if (result === undefined || isStale(check, result, now)) return [];
    const ago = restoredAgo(result, now);
    return ago === null ? [] : [{ name: check.name, ago }];
  });
  if (found.length === 0) return null;
  return {
    ago: Math.min(...found.map(({ ago }) => ago)),
    checks: found.map(({ name }) => name).toSorted(),
  };
}

function reasonOf(check: Check, result: CheckResult | undefined, now: Instant): string | null {
  if (result === undefined) return 'has not run yet';
  if (isStale(check, result, now))
    return `has not run for ${formatDuration(now - result.sample.at)}`;
  if (restoredAgo(result, now) !== null) return tooSoon;
  const { outcome } = result.sample;
  if (outcome.kind !== 'rows') return outcome.detail || null;
  // Rows that a rule can make nothing of: what they lack stands where the headline would.
  return result.state === 'unknown' ? result.headline : null;
}

function isStale(check: Check, { sample }: CheckResult, now: Instant): boolean {
  // A check may take its whole time-out after its interval; only then is it late.
  return now - sample.at > staleAfter * check.interval + check.timeout;
}

function lineOf(subsystem: Subsystem, input: StatusInput): StatusLine {
  const { checks, results, instances, now } = input;
  const own = checks
    .filter((check) => check.subsystem === subsystem)
    .toSorted((one, other) => prominence(one) - prominence(other))
    .map((check) => ({ check, result: results.get(check.name) }))
    .map((each) => ({ ...each, state: stateOf(each.check, each.result, now) }));
  const state = worstState(own.map((each) => each.state));
  const stale = own.some(
    ({ check, result }) => result !== undefined && isStale(check, result, now),
  );
  const ages = own.flatMap(({ result }) => (result === undefined ? [] : [now - result.sample.at]));
  const worst = own.find((each) => each.state === state);
  return {
    subsystem,
    state,
    headline: headlineOf(state, own, instances, now),
    trend: input.trends.get(subsystem) ?? [],
    age: ages.length === 0 ? null : Math.max(...ages, 0),
    stale,
    reason: worst && state === 'unknown' ? reasonOf(worst.check, worst.result, now) : null,
  };
}

/** The checks that speak first for their subsystem; the others follow by name. */
const prominent = [
  'sql-server',
  'slow-queries',
  'queues',
  'backup-freshness',
  'neo4j-sync',
  'api',
  'inference-latency',
];

function prominence({ name }: Check): number {
  const place = prominent.indexOf(name);
  return place === -1 ? prominent.length : place;
}

interface Judged {
  readonly check: Check;
  readonly result: CheckResult | undefined;
  readonly state: State;
}

function headlineOf(
  state: State,
  own: readonly Judged[],
  instances: readonly InstanceRecord[],
  now: Instant,
): string {
  if (own.length === 0 || state === 'off') return 'not configured';
  const guilty = own.filter((each) => each.state === state);
  if (state === 'unknown') {
    const [first] = guilty;
    return first ? (reasonOf(first.check, first.result, now) ?? 'unknown') : 'unknown';
  }
  const words = guilty.flatMap(({ result }) => {
    if (result === undefined) return [];
    const said = (state === 'ok' ? null : worstWords(result, instances)) ?? result.headline;
    return said === null ? [] : [said];
  });
  return shortened(words) || (guilty[0]?.check.title ?? '');
}

/** As many as fit on a line: the first always, whole. */
function shortened(words: readonly string[]): string {
  const [first = '', ...rest] = words;
  return rest.reduce((line, next) => {
    const longer = `${line}, ${next}`;
    return longer.length <= 72 ? longer : line;
  }, first);
}

/** The bot's own line: its connection, its queue, the time of a cycle. */
export function botLine(facts: {
  readonly sockets: number;
  readonly waiting: number;
  readonly oldest: Duration | null;
  readonly cycle: Duration | null;
  readonly storeBytes: number;
  readonly faults: readonly string[];
}): StatusLine {
  const { sockets, waiting, oldest, cycle, storeBytes, faults } = facts;
  const late = oldest !== null && oldest > 60_000;
  const parts = [
    sockets === 1 ? '1 socket' : `${sockets} sockets`,
    waiting === 0 ? 'nothing waiting' : `${waiting} waiting`,
    ...(late ? [`the oldest for ${formatDuration(oldest)}`] : []),
    ...(cycle === null ? [] : [`slowest check ${(cycle / 1000).toFixed(1)} s`]),
    `store ${formatValue(storeBytes, 'bytes')}`,
    ...faults.slice(0, 1),
  ];
  const state = sockets === 0 || late || faults.length > 0 ? 'warning' : 'ok';
  return {
    subsystem: 'Bot',
    state,
    headline: parts.join(', '),
    trend: [],
    age: 0,
    stale: false,
    reason: null,
  };
}
