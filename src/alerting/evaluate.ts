import type { Labels } from '../domain/alert.ts';
import type { Rule } from '../domain/check.ts';
import { holds } from '../domain/condition.ts';
import type { Instant } from '../domain/time.ts';
import {
  derive,
  remember,
  rememberedColumns,
  type ValueSource,
  validMemory,
  valueSource,
} from './derive.ts';
import { fingerprint, labelText, ruleScope } from './fingerprint.ts';
import type { AlertRule, ColumnMemory, InstanceRecord } from './model.ts';

/**
 * What one severity's condition says of one row. `between`: past neither threshold (hysteresis). `keep`: nothing can be
 * said, so nothing changes.
 */
export type Verdict = 'breach' | 'clear' | 'between' | 'keep';

/** One row, judged. `verdicts` and `values` run beside the rule's levels. */
export interface Reading {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly values: readonly (number | null)[];
  readonly verdicts: readonly Verdict[];
  readonly memory: Readonly<Record<string, ColumnMemory>>;
}

export type Evaluation =
  /** Healthy rows of which nothing is known and nothing is kept are left out. */
  | {
      readonly kind: 'rows';
      readonly readings: readonly Reading[];
      /** Instances with these labels could not be seen, and stay as they are. */
      readonly blind?: readonly Labels[];
    }
  /** No rows, and that is healthy (`onEmpty: ok`). */
  | { readonly kind: 'empty' }
  /** No rows, and that says nothing (`onEmpty: unknown`). */
  | { readonly kind: 'no-data' }
  | { readonly kind: 'error'; readonly reason: string; readonly detail: string }
  | { readonly kind: 'off' };

/** The part of a sample that rules look at. A row's labels and values may be one object. */
export interface Observation {
  readonly at: Instant;
  readonly startedAt: Instant | null;
  readonly outcome:
    | {
        readonly kind: 'rows';
        readonly rows: readonly RawRow[];
        readonly blind?: readonly RawBlind[];
      }
    | { readonly kind: 'unknown'; readonly reason: string; readonly detail: string }
    | { readonly kind: 'off' };
}

export interface RawRow {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, unknown>>;
}

const noMemory: Readonly<Record<string, ColumnMemory>> = {};

/** A part of the answer that is missing, by the labels of its rows. */
export interface RawBlind {
  readonly labels: Labels;
  readonly reason: string;
  readonly detail: string;
}

/**
 * One rule over one sample. A compared value that is null, text or not finite, two rows with the same labels, and more
 * rows than `instanceLimit` are errors of the whole evaluation: a partial set would pass for a whole one.
 */
export function evaluate(
  rule: AlertRule,
  { startedAt, outcome }: Observation,
  known: ReadonlyMap<string, InstanceRecord>,
  instanceLimit: number,
): Evaluation {
  if (outcome.kind === 'off') return { kind: 'off' };
  if (outcome.kind === 'unknown') {
    if (outcome.reason === 'empty') return { kind: 'no-data' };
    return { kind: 'error', reason: outcome.reason, detail: outcome.detail };
  }
  const { rows, blind = [] } = outcome;
  if (rows.length === 0 && blind.length === 0) {
    const silent = rule.levels.some(({ onEmpty }) => onEmpty === 'unknown');
    return silent ? { kind: 'no-data' } : { kind: 'empty' };
  }
  if (rows.length > instanceLimit)
    return failed(`${rows.length} rows, more than the ${instanceLimit} that one rule may have`);
  const judged = judge(rule, rows, startedAt, known);
  if (judged.kind !== 'rows' || blind.length === 0) return judged;
  return { ...judged, blind: blind.map(({ labels }) => labels) };
}

function judge(
  rule: AlertRule,
  rows: readonly RawRow[],
  startedAt: Instant | null,
  known: ReadonlyMap<string, InstanceRecord>,
): Evaluation {
  const { scope, sources, remembered, isKeeping } = plan(rule);
  const seen = new Set<string>();
  const readings: Reading[] = [];
  for (const row of rows) {
    const labels = rowLabels(rule, row);
    if (rows.length > 1) {
      const key = labelText(labels);
      if (seen.has(key)) return failed(`two rows with the labels ${JSON.stringify(labels)}`);
      seen.add(key);
    }
    // Nobody to compare with, and nothing to remember: only a breach is worth more than a glance.
    const isGlance = known.size === 0 && !isKeeping;
    const id = isGlance ? '' : fingerprint(scope, labels);
    const before = remembered.length === 0 ? noMemory : validMemory(known.get(id), startedAt);
    const memory = remembered.length === 0 ? noMemory : rememberRow(remembered, before, row);
    const values: (number | null)[] = [];
    for (const { column, derivation } of sources) {
      const value = row.values[column];
      const after = memory[column];
      if (isMeasured(value)) {
        const plain = derivation === null || after === undefined;
        values.push(plain ? value : derive(derivation, before[column], after));
      } else if (derivation === 'unchanged' && typeof value === 'string' && after !== undefined) {
        // That a text stayed the same can be counted, whatever it says.
        values.push(derive(derivation, before[column], after));
      } else if (derivation === 'unchanged' && value === null) values.push(0);
      // One row of which nothing is known must not hide what the others say.
      else if (value === null && keepsOnError(rule)) values.push(null);
      else return failed(`${column} is ${describe(value)}`);
    }
    const verdicts = rule.levels.map((level, index) => verdict(level, values[index] ?? null));
    if (isGlance && !verdicts.includes('breach')) continue;
    const named = isGlance ? fingerprint(scope, labels) : id;
    readings.push({ fingerprint: named, labels, values, verdicts, memory });
  }
  return { kind: 'rows', readings };
}

interface Plan {
  readonly scope: string;
  readonly sources: readonly ValueSource[];
  readonly remembered: readonly string[];
  readonly isKeeping: boolean;
}

const plans = new WeakMap<AlertRule, Plan>();

/** What follows from a rule alone, worked out once. */
function plan(rule: AlertRule): Plan {
  const made = plans.get(rule);
  if (made !== undefined) return made;
  const fresh = {
    scope: ruleScope(rule.environment, rule.check, rule.alert),
    sources: rule.levels.map(({ value }) => valueSource(value)),
    remembered: rememberedColumns(rule),
    isKeeping: keepsHealthy(rule),
  };
  plans.set(rule, fresh);
  return fresh;
}

/** Whether healthy instances are kept: for derived values, and so that `onError: firing` knows who there is. */
export function keepsHealthy(rule: AlertRule): boolean {
  return (
    rule.levels.some(({ onError }) => onError === 'firing') || rememberedColumns(rule).length > 0
  );
}

function keepsOnError({ levels }: AlertRule): boolean {
  return levels.every(({ onError }) => onError === 'keep');
}

function failed(detail: string): Evaluation {
  return { kind: 'error', reason: 'error', detail };
}

function isMeasured(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'number') return `${value}`;
  return `a ${typeof value}, not a number`;
}

function rowLabels(rule: AlertRule, row: RawRow): Labels {
  const labels: Record<string, string> = {};
  for (const name of rule.labels) labels[name] = labelValue(row.labels[name]);
  return labels;
}

function labelValue(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function rememberRow(
  columns: readonly string[],
  before: Readonly<Record<string, ColumnMemory>>,
  row: RawRow,
): Record<string, ColumnMemory> {
  const memory: Record<string, ColumnMemory> = {};
  for (const column of columns) {
    const value = row.values[column];
    const kept = typeof value === 'number' || typeof value === 'string' ? value : null;
    memory[column] = remember(before[column], kept);
  }
  return memory;
}

function verdict(level: Rule, value: number | null): Verdict {
  if (value === null) return 'keep';
  if (holds(level.when, value)) return 'breach';
  // Without a threshold of its own, recovery is the negation of the breach.
  return level.recovers === undefined || holds(level.recovers, value) ? 'clear' : 'between';
}
