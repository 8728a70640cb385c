import type { Comparison, Condition } from './check.ts';

const tests: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  '>': (value, threshold) => value > threshold,
  '>=': (value, threshold) => value >= threshold,
  '<': (value, threshold) => value < threshold,
  '<=': (value, threshold) => value <= threshold,
  '==': (value, threshold) => value === threshold,
  '!=': (value, threshold) => value !== threshold,
};

const opposites: Readonly<Record<Comparison, Comparison>> = {
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
};

/** Reads `> 1000`; answers `undefined` for anything else. */
export function parseCondition(text: string): Condition | undefined {
  const [, comparison, threshold] =
    /^\s*(>=|<=|==|!=|>|<)\s*([+-]?\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
  if (!isComparison(comparison)) return undefined;
  return { comparison, threshold: Number(threshold) };
}

function isComparison(text: string | undefined): text is Comparison {
  return text !== undefined && text in tests;
}

/** Writes a condition as it is written in a check file: `> 1000`. */
export function formatCondition({ comparison, threshold }: Condition): string {
  return `${comparison} ${threshold}`;
}

export function holds({ comparison, threshold }: Condition, value: number): boolean {
  return tests[comparison](value, threshold);
}

/** The condition that holds exactly where this one does not. */
export function negation({ comparison, threshold }: Condition): Condition {
  return { comparison: opposites[comparison], threshold };
}

/** Whether some number satisfies both: a rule that could breach and recover at once would never settle. */
export function overlap(one: Condition, other: Condition): boolean {
  const low = Math.min(one.threshold, other.threshold);
  const high = Math.max(one.threshold, other.threshold);
  // Between and beyond two thresholds nothing changes: one number from each stretch decides.
  return [low - 1, low, (low + high) / 2, high, high + 1].some(
    (value) => holds(one, value) && holds(other, value),
  );
}
