import type { Transition } from '../domain/alert.ts';
import type { Instant } from '../domain/time.ts';
import { trackUnknown, unknownRule } from './check-unknown.ts';
import { type Evaluation, evaluate, type Observation } from './evaluate.ts';
import { labelText } from './fingerprint.ts';
import { formatInstant } from './instant.ts';
import type {
  AlertRule,
  InstanceDelta,
  InstanceRecord,
  Notification,
  Suppression,
  ZoneOffset,
} from './model.ts';
import { unknownCauses } from './observe.ts';
import type { RawEvaluation, ReplayInput, ReplayOutput } from './replay-model.ts';
import { createReplayRouting, type ReplayRouting } from './replay-routing.ts';
import { expired } from './retain.ts';
import { track } from './track.ts';

/** One rule, or one check's `check-unknown`, with what is known of its instances. */
interface Shelf {
  readonly rule: AlertRule;
  readonly known: Map<string, InstanceRecord>;
}

interface CheckShelves {
  readonly shelves: readonly Shelf[];
  readonly unknown: Shelf;
}

/**
 * Recorded measurements through rules, alerting and routing in simulated time. At one moment the evaluations come first,
 * then the looks at groups: what resolves as `groupWait` ends is not sent. The same input gives the same output.
 *
 * @param onDelta told what each rule's instances became, in order of time
 */
export function replay(
  input: ReplayInput,
  zoneOffset: ZoneOffset = () => 0,
  onDelta: (at: Instant, delta: InstanceDelta) => void = () => undefined,
): ReplayOutput {
  const checks = shelve(input);
  const order = inTime(input.times);
  const routing = createReplayRouting(input, zoneOffset);
  const transitions: Transition[] = [];
  // Looks at the end itself are taken, later ones are not.
  const end = input.until === null ? Number.POSITIVE_INFINITY : input.until + 1;
  let last: Instant = Number.NEGATIVE_INFINITY;
  for (let position = 0; position < order.length; position += 1) {
    const index = order[position] ?? 0;
    const at = input.times[index] ?? 0;
    const evaluation = input.evaluations[index];
    if (evaluation === undefined) continue;
    if (at > last) routing.runBefore(Math.min(at, end));
    last = at;
    const own = checks.get(evaluation.check);
    if (own === undefined) continue;
    const take = (delta: InstanceDelta): void => {
      routing.take(delta);
      for (const transition of delta.transitions) transitions.push(transition);
      onDelta(at, delta);
    };
    perform(own, evaluation, at, input, take);
  }
  routing.runUntil(input.until ?? last);
  return output(transitions, routing);
}

function shelve({ rules, unknownFor }: ReplayInput): Map<string, CheckShelves> {
  const byCheck = new Map<string, Shelf[]>();
  for (const rule of rules) {
    const shelf = { rule, known: new Map<string, InstanceRecord>() };
    const siblings = byCheck.get(rule.check);
    if (siblings === undefined) byCheck.set(rule.check, [shelf]);
    else siblings.push(shelf);
  }
  return new Map(
    [...byCheck].map(([check, shelves]) => {
      const environment = shelves[0]?.rule.environment ?? '';
      const staticLabels = shelves[0]?.rule.staticLabels ?? {};
      const settings = { unknownFor, unknownSeverity: 'warning' } as const;
      const rule = unknownRule(environment, check, staticLabels, settings);
      return [check, { shelves, unknown: { rule, known: new Map() } }];
    }),
  );
}

/** Positions in order of time; a file is mostly in order already. */
function inTime(times: Float64Array): Uint32Array {
  const order = Uint32Array.from(times, (_, index) => index);
  const isSorted = times.every((time, index) => index === 0 || (times[index - 1] ?? 0) <= time);
  return isSorted ? order : order.toSorted((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
}

function perform(
  { shelves, unknown }: CheckShelves,
  raw: RawEvaluation,
  at: Instant,
  { instanceLimit }: ReplayInput,
  take: (delta: InstanceDelta) => void,
): void {
  const observation = observationOf(raw, at);
  const judged: { rule: AlertRule; evaluation: Evaluation }[] = [];
  function apply({ known }: Shelf, delta: InstanceDelta): void {
    for (const record of delta.changed) known.set(record.fingerprint, record);
    for (const fingerprint of delta.removed) known.delete(fingerprint);
    take(delta);
  }
  for (const shelf of shelves) {
    for (const fingerprint of expired(shelf.known.values(), at)) shelf.known.delete(fingerprint);
    const evaluation = evaluate(shelf.rule, observation, shelf.known, instanceLimit);
    judged.push({ rule: shelf.rule, evaluation });
    apply(shelf, track(shelf.rule, evaluation, shelf.known, at));
  }
  const causes = unknownCauses(judged);
  if (causes.length > 0 || unknown.known.size > 0)
    apply(unknown, trackUnknown(unknown.rule, causes, unknown.known, at));
}

/** A recorded row names its labels and values in one object; the rule says which is which. */
function observationOf({ rows, error }: RawEvaluation, at: Instant): Observation {
  const outcome: Observation['outcome'] =
    error === undefined || error === null
      ? { kind: 'rows', rows: (rows ?? []).map((row) => ({ labels: row, values: row })) }
      : { kind: 'unknown', reason: error, detail: error };
  return { at, startedAt: null, outcome };
}

function output(transitions: Transition[], routing: ReplayRouting): ReplayOutput {
  return {
    transitions: sorted(transitions, placeOf).map(({ at, alert, labels, from, to, reason }) => ({
      at: formatInstant(at),
      alert,
      labels,
      from,
      to,
      reason,
    })),
    notifications: sorted(routing.notifications, placeOfGroup).map((notification) => ({
      at: formatInstant(notification.at),
      group: notification.group,
      reason: notification.reason,
      firing: notification.names.firing,
      resolved: notification.names.resolved,
    })),
    suppressed: sorted(routing.suppressions, placeOf).map(({ at, alert, labels, by }) => ({
      at: formatInstant(at),
      alert,
      labels,
      by,
    })),
  };
}

function placeOf({ alert, labels }: Transition | Suppression): string {
  return `${alert}\n${labelText(labels)}`;
}

function placeOfGroup({ group }: Notification): string {
  return `${group['alert'] ?? ''}\n${labelText(group)}`;
}

/** By time, then alert, then labels; several of one instance at one moment stay in their order. */
function sorted<T extends { readonly at: Instant }>(
  items: readonly T[],
  place: (item: T) => string,
): T[] {
  const keyed = items.map((item) => ({ item, key: place(item) }));
  keyed.sort((a, b) => a.item.at - b.item.at || compare(a.key, b.key));
  return keyed.map(({ item }) => item);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
