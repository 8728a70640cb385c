import type { Check, Rule } from '../../domain/check.ts';
import { holds } from '../../domain/condition.ts';
import type { Row } from '../../domain/sample.ts';

/** Wider tables are pushed to and fro to be read, and Slack takes 20 columns. */
const MOST = 9;

/** The values of a check that a person needs to see in its table, in the order of its file. */
export function checkColumns(check: Check, rows: readonly Row[]): readonly string[] {
  const all = Object.keys(check.values);
  if (all.length <= MOST) return all;
  const shown = new Set(
    all
      .toSorted((one, other) => weight(other, check, rows) - weight(one, check, rows))
      .slice(0, MOST),
  );
  return all.filter((name) => shown.has(name));
}

/** The rules about a column or a form of it such as `depth.rising`. */
export function rulesAbout({ rules }: Check, name: string): readonly Rule[] {
  return rules.filter(({ value }) => value === name || value.startsWith(`${name}.`));
}

/** What has a threshold comes first, what all rows answer with the same yes or no last, unless it is the wrong one. */
function weight(name: string, check: Check, rows: readonly Row[]): number {
  const rules = rulesAbout(check, name);
  const values = rows.map((row) => row.values[name] ?? null);
  if (check.values[name] === 'flag') {
    const isWrong = rules.some(({ when }) =>
      values.some((value) => typeof value === 'number' && holds(when, value)),
    );
    if (!isWrong) return new Set(values).size > 1 ? 1 : 0;
  }
  return rules.length > 0 ? 2 : 1;
}
