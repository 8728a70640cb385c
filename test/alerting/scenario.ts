import { formatInstant, parseInstant } from '../../src/alerting/instant.ts';
import { parseReplay } from '../../src/alerting/parse-replay.ts';
import { replay } from '../../src/alerting/replay.ts';
import type { ReplayOutput } from '../../src/alerting/replay-model.ts';
import { alertName } from '../../src/domain/alert.ts';
import type { Instant } from '../../src/domain/time.ts';

export const start: Instant = parseInstant('2026-01-01T00:00:00Z') ?? 0;

/** The moment so many seconds after the start. */
export function at(seconds: number): string {
  return formatInstant(start + seconds * 1000);
}

function secondOf(moment: string): number {
  return ((parseInstant(moment) ?? 0) - start) / 1000;
}

/** What one evaluation saw: queue depths by name, a depth of queue `A`, or an error. */
export type Seen = number | null | string | Readonly<Record<string, unknown>>;

/** Evaluations of the check `queues`, so many seconds apart. */
export function queues(every: number, ...sights: readonly Seen[]): object[] {
  return sights.map((one, index) => evaluation(index * every, one));
}

export function evaluation(second: number, sight: Seen, check = 'queues'): object {
  const moment = { at: at(second), check };
  if (typeof sight === 'string') return { ...moment, error: sight };
  const depths = sight === null || typeof sight === 'number' ? { A: sight } : sight;
  return { ...moment, rows: Object.entries(depths).map(([queue, depth]) => ({ queue, depth })) };
}

/** The rule of most tests: a queue deeper than 1000. */
export function backlog(changes: object = {}): object {
  return {
    check: 'queues',
    alert: 'queue-backlog',
    value: 'depth',
    when: '> 1000',
    severity: 'warning',
    labels: ['queue'],
    staticLabels: { target: 'sql-server', env: 'production' },
    ...changes,
  };
}

export function play(document: Readonly<Record<string, unknown>>): ReplayOutput {
  const whole = { rules: [backlog()], ...document };
  // Through text, as from a file: nothing may hang on an object's identity.
  const parsed = parseReplay(JSON.parse(JSON.stringify(whole)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.complaints));
  return replay(parsed.input);
}

/** Transitions in short: `90 queue-backlog{queue=A} pending firing threshold`. */
export function story({ transitions }: ReplayOutput): string[] {
  return transitions.map(
    ({ at: moment, alert, labels, from, to, reason }) =>
      `${secondOf(moment)} ${alertName(alert, labels)} ${from} ${to} ${reason}`,
  );
}

/** The story of queue `A` in shorter: `90 pending firing threshold`. */
export function storyOfA(output: ReplayOutput): string[] {
  return story(output)
    .filter((line) => line.includes('queue-backlog{queue=A}'))
    .map((line) => line.replace('queue-backlog{queue=A} ', ''));
}

function short(name: string): string {
  return /queue=(\w+)/.exec(name)?.[1] ?? name;
}

/** Notifications in short: `30 first +A -B`. */
export function said({ notifications }: ReplayOutput): string[] {
  return notifications.map(({ at: moment, reason, firing, resolved }) =>
    [
      secondOf(moment),
      reason,
      ...firing.map((name) => `+${short(name)}`),
      ...resolved.map((name) => `-${short(name)}`),
    ].join(' '),
  );
}

export function heldBack({ suppressed }: ReplayOutput): string[] {
  return suppressed.map(
    ({ at: moment, alert, labels, by }) => `${secondOf(moment)} ${alertName(alert, labels)} ${by}`,
  );
}

export interface RoutingCase {
  readonly name: string;
  readonly alerting?: object;
  readonly rules?: readonly object[];
  readonly silences?: readonly object[];
  readonly evaluations: readonly object[];
  readonly until?: number;
  readonly said: readonly string[];
  readonly heldBack?: readonly string[];
}

/** Plays a case: what it said, and what it held back. */
export function route(one: RoutingCase): Pick<RoutingCase, 'said' | 'heldBack'> {
  const { alerting, rules, silences, evaluations, until } = one;
  const output = play({
    evaluations,
    ...(alerting && { alerting }),
    ...(rules && { rules }),
    ...(silences && { silences }),
    ...(until !== undefined && { until: at(until) }),
  });
  return { said: said(output), heldBack: heldBack(output) };
}

/** Evaluations at these seconds. */
export function seen(...pairs: readonly (readonly [number, Seen])[]): object[] {
  return pairs.map(([second, one]) => evaluation(second, one));
}
