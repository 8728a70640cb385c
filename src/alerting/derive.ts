import type { Instant } from '../domain/time.ts';
import { SECOND } from '../domain/time.ts';
import type { AlertRule, ColumnMemory, InstanceRecord } from './model.ts';

const derivations = ['rising', 'unchanged', 'increase'] as const;
export type Derivation = (typeof derivations)[number];

/** What a rule compares: a column, or what became of it since the sample before. */
export interface ValueSource {
  readonly column: string;
  readonly derivation: Derivation | null;
}

/** Reads a rule's `value`: `depth`, `depth.rising`, `head.unchanged`, `letters.increase`. */
export function valueSource(value: string): ValueSource {
  const derivation = derivations.find((one) => value.endsWith(`.${one}`));
  if (derivation === undefined) return { column: value, derivation: null };
  return { column: value.slice(0, -derivation.length - 1), derivation };
}

/** The columns of which a rule must remember the last value. */
export function rememberedColumns(rule: AlertRule): string[] {
  const sources = rule.levels.map(({ value }) => valueSource(value));
  return [...new Set(sources.filter((one) => one.derivation !== null).map((one) => one.column))];
}

/**
 * What an instance's memory still says at a sample: nothing when the server started anew in between, since its
 * counters then begin again. An unknown start time proves no restart.
 */
export function validMemory(
  record: InstanceRecord | undefined,
  startedAt: Instant | null,
): Readonly<Record<string, ColumnMemory>> {
  if (record === undefined) return {};
  const before = record.startedAt;
  // A start time that is computed from an uptime may waver; no server restarts within two seconds.
  const restarted =
    before !== null && startedAt !== null && Math.abs(startedAt - before) > 2 * SECOND;
  return restarted ? {} : record.memory;
}

/** A column's memory after one more sample. Null counts as no value, so it is never "unchanged". */
export function remember(
  before: ColumnMemory | undefined,
  value: number | string | null,
): ColumnMemory {
  if (before === undefined) return { last: value, rising: 0, unchanged: 0 };
  const rose = typeof value === 'number' && typeof before.last === 'number' && value > before.last;
  const same = value !== null && value === before.last;
  return {
    last: value,
    rising: rose ? before.rising + 1 : 0,
    unchanged: same ? before.unchanged + 1 : 0,
  };
}

/** The derived value; null where there is nothing to compare with yet (`increase` at the first sample). */
export function derive(
  derivation: Derivation,
  before: ColumnMemory | undefined,
  after: ColumnMemory,
): number | null {
  if (derivation === 'rising') return after.rising;
  if (derivation === 'unchanged') return after.unchanged;
  if (typeof before?.last !== 'number' || typeof after.last !== 'number') return null;
  return after.last - before.last;
}
