import type { Labels, Transition, TransitionReason } from '../domain/alert.ts';
import { allReplicas } from '../domain/target.ts';
import type { Instant } from '../domain/time.ts';
import { type Evaluation, keepsHealthy, type Verdict } from './evaluate.ts';
import { fingerprint, ruleScope } from './fingerprint.ts';
import type { AlertRule, InstanceDelta, InstanceRecord } from './model.ts';
import { endInstance, isHeld, type Stepped, stepInstance } from './step.ts';

/** Successive successful evaluations without it, others being there, after which an instance has vanished. */
const missesUntilVanished = 2;

const nothing: InstanceDelta = { changed: [], removed: [], transitions: [] };

const measured = { breach: 'threshold', clear: 'recovered' } as const;

/**
 * Moves the instances of one rule by one evaluation. `known` holds the instances of this rule only. Instances that
 * nothing needs to be remembered of are removed; resolved ones stay until `expired` says so.
 */
export function track(
  rule: AlertRule,
  evaluation: Evaluation,
  known: ReadonlyMap<string, InstanceRecord>,
  at: Instant,
  startedAt: Instant | null = null,
): InstanceDelta {
  if (known.size === 0 && evaluation.kind === 'rows' && evaluation.readings.length === 0)
    return nothing;
  const ledger = openLedger(rule, known);
  for (const record of ledger.records())
    if (record.hash !== rule.hash) ledger.end(record, at, 'updated');
  switch (evaluation.kind) {
    case 'rows':
      trackRows(rule, evaluation, ledger, at, startedAt);
      break;
    case 'empty':
      for (const record of ledger.records())
        ledger.put(
          stepWhole(
            rule,
            record,
            rule.levels.map(() => 'clear'),
            'no-data',
            at,
          ),
        );
      break;
    case 'error':
      trackError(rule, ledger, at);
      break;
    case 'off':
      for (const record of ledger.records()) ledger.end(record, at, 'updated');
      break;
    case 'no-data':
      break;
  }
  return ledger.delta();
}

function trackRows(
  rule: AlertRule,
  { readings, blind = [] }: Extract<Evaluation, { readonly kind: 'rows' }>,
  ledger: Ledger,
  at: Instant,
  startedAt: Instant | null,
): void {
  const expected = ledger.records();
  const seen = expected.length === 0 ? undefined : new Set(readings.map((one) => one.fingerprint));
  const quiet = !keepsHealthy(rule);
  for (const reading of readings) {
    const before = ledger.get(reading.fingerprint);
    // The healthy crowd: nothing known of it, nothing to say, nothing to keep.
    if (quiet && before === undefined && !reading.verdicts.includes('breach')) continue;
    ledger.put(
      stepInstance({ rule, ...reading, before, startedAt, at, because: measured, byError: false }),
    );
  }
  for (const record of expected) {
    if (seen?.has(record.fingerprint) !== false || record.phase === 'resolved') continue;
    // Nobody looked there: it has neither ended nor gone.
    if (blind.some((labels) => isOfAll(record) || carries(record, labels))) continue;
    const misses = record.misses + 1;
    if (record.byError) ledger.end(record, at, 'recovered');
    else if (misses >= missesUntilVanished) ledger.end(record, at, 'vanished');
    else ledger.put({ record: { ...record, misses }, transition: null });
  }
}

/** A row of all replicas together is not whole while any of them is not seen. */
function isOfAll({ labels }: InstanceRecord): boolean {
  return labels['replica'] === allReplicas;
}

function carries(record: InstanceRecord, labels: Labels): boolean {
  return Object.entries(labels).every(([name, value]) => record.labels[name] === value);
}

/** By policy of each severity: fire, be well, or stay as it is. */
function trackError(rule: AlertRule, ledger: Ledger, at: Instant): void {
  const verdicts = rule.levels.map(({ onError }): Verdict => {
    if (onError === 'firing') return 'breach';
    return onError === 'ok' ? 'clear' : 'keep';
  });
  if (verdicts.every((verdict) => verdict === 'keep')) return;
  const records = ledger.records();
  for (const record of records) ledger.put(stepWhole(rule, record, verdicts, 'error', at));
  if (records.length > 0 || !verdicts.includes('breach')) return;
  const id = fingerprint(ruleScope(rule.environment, rule.check, rule.alert), {});
  ledger.put(
    stepInstance({
      rule,
      fingerprint: id,
      labels: {},
      before: undefined,
      verdicts,
      values: [],
      memory: {},
      startedAt: null,
      at,
      because: { breach: 'error', clear: 'error' },
      byError: true,
    }),
  );
}

function stepWhole(
  rule: AlertRule,
  before: InstanceRecord,
  verdicts: readonly Verdict[],
  reason: TransitionReason,
  at: Instant,
): Stepped {
  const { fingerprint: id, labels, memory, startedAt, byError } = before;
  return stepInstance({
    rule,
    fingerprint: id,
    labels,
    before,
    verdicts,
    values: [],
    memory,
    startedAt,
    at,
    because: { breach: reason, clear: reason },
    byError,
  });
}

interface Ledger {
  get(id: string): InstanceRecord | undefined;
  records(): readonly InstanceRecord[];
  put(stepped: Stepped): void;
  /** Firing becomes resolved, pending is forgotten, and what was only remembered goes without a word. */
  end(record: InstanceRecord, at: Instant, reason: TransitionReason): void;
  delta(): InstanceDelta;
}

/** Collects what one evaluation does; the newest word on an instance counts. */
function openLedger(rule: AlertRule, known: ReadonlyMap<string, InstanceRecord>): Ledger {
  const written = new Map<string, InstanceRecord | null>();
  const transitions: Transition[] = [];
  const keeps = keepsHealthy(rule);
  function get(id: string): InstanceRecord | undefined {
    const newest = written.get(id);
    return newest === undefined ? known.get(id) : (newest ?? undefined);
  }
  function put({ record, transition }: Stepped): void {
    const forgettable = record.phase === 'inactive' && (!keeps || record.byError);
    written.set(record.fingerprint, forgettable ? null : record);
    if (transition !== null) transitions.push(transition);
  }
  return {
    get,
    put,
    records: () => [...known.keys()].map(get).filter((record) => record !== undefined),
    end(record, at, reason) {
      if (record.phase === 'resolved') return;
      if (record.phase !== 'inactive') put(endInstance(record, at, reason));
      if (!isHeld(record.phase)) written.set(record.fingerprint, null);
    },
    delta: () => ({
      changed: [...written.values()].filter((record) => record !== null),
      removed: [...written].flatMap(([id, record]) =>
        record === null && known.has(id) ? [id] : [],
      ),
      transitions,
    }),
  };
}
