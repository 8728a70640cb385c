import type { Target } from '../domain/check.ts';
import { type Cause, checkUnknown, trackUnknown, unknownRule } from './check-unknown.ts';
import { type Evaluation, evaluate, type Observation, type RawBlind } from './evaluate.ts';
import type {
  AlertRule,
  InstanceDelta,
  InstanceRecord,
  ObserveInput,
  ObserveSettings,
} from './model.ts';
import {
  downAlert,
  downRule,
  reachabilityCheck,
  reachabilityVerdict,
  trackReachability,
} from './reachability.ts';
import { track } from './track.ts';

type Known = ReadonlyMap<string, InstanceRecord>;
const nobody: Known = new Map();

/** Everything that one sample changes: its rules' instances, `check-unknown`, and whether its server is down. */
export function observe({ rules, sample, target, known, settings }: ObserveInput): InstanceDelta {
  const own = new Map<string, Map<string, InstanceRecord>>();
  // Apart from the check's own: a rule of its own may bear the same name.
  const server = new Map<string, InstanceRecord>();
  const orphans: InstanceRecord[] = [];
  const down = downAlert(target);
  for (const record of known) {
    if (record.environment !== sample.environment) continue;
    if (record.check === reachabilityCheck && record.alert === down)
      server.set(record.fingerprint, record);
    else if (record.check === sample.check) {
      const siblings = own.get(record.alert) ?? new Map<string, InstanceRecord>();
      own.set(record.alert, siblings.set(record.fingerprint, record));
    } else if (isUnreachable(record, target)) orphans.push(record);
  }
  const observation: Observation = sample;
  const judged = rules.map((rule) => {
    const instances = own.get(rule.alert) ?? nobody;
    const evaluation = evaluate(rule, observation, instances, settings.instanceLimit);
    return {
      rule,
      evaluation,
      delta: track(rule, evaluation, instances, sample.at, sample.startedAt),
    };
  });
  const staticLabels = { environment: sample.environment, target };
  const causes = [
    ...(rules.length === 0 ? ruleless(observation) : unknownCauses(judged)),
    ...blindCauses(observation),
  ];
  const unknown = unknownRule(sample.environment, sample.check, staticLabels, settings);
  return joined([
    ...judged.map(({ delta }) => delta),
    trackUnknown(unknown, causes, own.get(checkUnknown) ?? nobody, sample.at),
    ...reachability(observation, sample.environment, target, server, orphans, settings),
  ]);
}

/** Why a check cannot say, by what its rules made of the sample: one cause a reason. */
export function unknownCauses(
  judged: readonly { readonly rule: AlertRule; readonly evaluation: Evaluation }[],
): Cause[] {
  const causes = new Map<string, Cause>();
  for (const { rule, evaluation } of judged) {
    if (evaluation.kind === 'no-data') causes.set('empty', { reason: 'empty', because: 'no-data' });
    if (evaluation.kind !== 'error') continue;
    if (!rule.levels.some(({ onError }) => onError === 'error')) continue;
    causes.set(evaluation.reason, { reason: evaluation.reason, because: 'error' });
  }
  return [...causes.values()];
}

/** A check without rules is still there to be looked at. */
function ruleless({ outcome }: Observation): Cause[] {
  if (outcome.kind !== 'unknown') return [];
  return [{ reason: outcome.reason, because: outcome.reason === 'empty' ? 'no-data' : 'error' }];
}

/** Each part that gave no answer is a cause of its own: one that comes back must not end the other's alert. */
function blindCauses({ outcome }: Observation): Cause[] {
  const blind = outcome.kind === 'rows' ? (outcome.blind ?? []) : [];
  return blind.map((part) => ({ reason: blindReason(part), because: 'error' }));
}

/** `unreachable on sql-2`: what the alert bears as its reason. */
export function blindReason({ reason, labels }: RawBlind): string {
  return `${reason} on ${Object.values(labels).join(', ')}`;
}

function isUnreachable({ alert, labels, staticLabels }: InstanceRecord, target: Target): boolean {
  return (
    alert === checkUnknown &&
    labels['reason'] === 'unreachable' &&
    staticLabels['target'] === target
  );
}

/**
 * When the server answers again, every check that was unknown only because of it is cleared: some run once an hour, and
 * would otherwise speak up as soon as the server's own alert stops holding them back.
 */
function reachability(
  { at, outcome }: Observation,
  environment: string,
  target: Target,
  known: Known,
  orphans: readonly InstanceRecord[],
  settings: ObserveSettings,
): InstanceDelta[] {
  const alert = downAlert(target);
  if (alert === null) return [];
  const verdict = reachabilityVerdict(outcome);
  const rule = downRule(environment, target, alert, settings);
  const server = trackReachability(rule, target, verdict, known, at);
  if (verdict !== 'clear') return [server];
  const cleared = orphans.map((record) =>
    trackUnknown(
      unknownRule(environment, record.check, record.staticLabels, settings),
      [],
      new Map([[record.fingerprint, record]]),
      at,
    ),
  );
  return [server, ...cleared];
}

function joined(deltas: readonly InstanceDelta[]): InstanceDelta {
  return {
    changed: deltas.flatMap(({ changed }) => changed),
    removed: deltas.flatMap(({ removed }) => removed),
    transitions: deltas.flatMap(({ transitions }) => transitions),
  };
}
