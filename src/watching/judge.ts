import { bindRules } from '../alerting/bind.ts';
import { evaluate } from '../alerting/evaluate.ts';
import type { InstanceRecord } from '../alerting/model.ts';
import { defaultObserving } from '../alerting/settings.ts';
import { type Check, type Rule, type State, worstState } from '../domain/check.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Blind, Row, Sample } from '../domain/sample.ts';
import { fillHeadline, fillSummary } from './template.ts';

const nobody: ReadonlyMap<string, InstanceRecord> = new Map();

/**
 * What a sample says of its check, by the instances that alerting made of it. A condition counts from its first
 * breach: the status shows what is, the alert waits for `for`.
 */
export function judge(
  check: Check,
  sample: Sample,
  instances: Iterable<InstanceRecord>,
): CheckResult {
  const { outcome } = sample;
  if (outcome.kind !== 'rows')
    return { check, sample, state: outcome.kind, headline: null, rowStates: [] };
  const mine = [...instances].filter((instance) => instance.check === check.name);
  const gaps = outcome.rows.map((row) => gapOf(check, row));
  const rowStates = outcome.rows.map((row, index) =>
    worstState([gaps[index] === null ? 'ok' : 'unknown', rowState(row, mine)]),
  );
  // A rule over a value that is not there cannot say, however well the rest looks.
  const trouble = troubleOf(check, sample);
  const blind = outcome.blind ?? [];
  const isWhole = trouble === null && blind.length === 0;
  const state = worstState([isWhole ? 'ok' : 'unknown', ...rowStates]);
  const why = blindWords(blind) ?? trouble ?? gaps.find((gap) => gap !== null) ?? null;
  const said = fillHeadline(check, outcome.rows);
  const headline = state === 'unknown' ? why : [said, blindNames(blind)].filter(isSaid).join('; ');
  return { check, sample, state, headline: headline === '' ? null : headline, rowStates };
}

/** `sql-2: no connection to SQL Server sql-2:1433`, for each part that gave no answer. */
function blindWords(blind: readonly Blind[]): string | null {
  if (blind.length === 0) return null;
  return blind.map(({ labels, detail }) => `${nameOf(labels)}: ${detail}`).join('; ');
}

/** What is bad elsewhere comes first, but not alone. */
function blindNames(blind: readonly Blind[]): string | null {
  if (blind.length === 0) return null;
  return `unknown on ${blind.map(({ labels }) => nameOf(labels)).join(', ')}`;
}

function nameOf(labels: Blind['labels']): string {
  return Object.values(labels).join(', ');
}

function isSaid(words: string | null): words is string {
  return words !== null;
}

/** Why the rules could make nothing of the rows. */
function troubleOf(check: Check, sample: Sample): string | null {
  for (const rule of bindRules(check, sample.environment)) {
    const evaluation = evaluate(rule, sample, nobody, defaultObserving.instanceLimit);
    if (evaluation.kind === 'error') return evaluation.detail;
  }
  return null;
}

/** What a row lacks of what a rule compares: `certificate_days of api-1 is not known`. */
function gapOf(check: Check, row: Row): string | null {
  const gap = check.rules.find(({ value }) => row.values[value] === null);
  if (gap === undefined) return null;
  const name = Object.values(row.labels).join(', ');
  return `${gap.value}${name === '' ? '' : ` of ${name}`} is not known`;
}

function rowState(row: Row, instances: readonly InstanceRecord[]): State {
  return worstState(['ok', ...instances.filter((each) => concerns(each, row)).map(presentState)]);
}

/** An instance carries a row's labels, no more and no fewer. */
export function concerns({ labels }: InstanceRecord, row: Row): boolean {
  const names = Object.keys(labels);
  return (
    names.length === Object.keys(row.labels).length &&
    names.every((name) => labels[name] === row.labels[name])
  );
}

/** Whether the condition holds now: a recovering instance is past it. */
export function isBreaching(instance: InstanceRecord): boolean {
  return presentState(instance) !== 'ok';
}

function presentState({ levels }: InstanceRecord): State {
  const holding = levels.filter(({ phase }) => phase === 'pending' || phase === 'firing');
  return worstState(['ok', ...holding.map(({ severity }) => severity)]);
}

/** What the worst row of a result says by its rule's summary; null where nothing is wrong or no rule has words. */
export function worstWords(
  { check, sample, rowStates }: CheckResult,
  instances: Iterable<InstanceRecord>,
): string | null {
  if (sample.outcome.kind !== 'rows') return null;
  const worst = worstState(rowStates);
  const row = sample.outcome.rows[rowStates.indexOf(worst)];
  if (row === undefined || worst === 'ok') return null;
  const guilty = [...instances].find(
    (each) => each.check === check.name && concerns(each, row) && presentState(each) === worst,
  );
  return guilty === undefined ? null : summaryOf(check, guilty, row);
}

/** The words of the rule that speaks for an instance, over the row behind it. */
export function summaryOf(check: Check, instance: InstanceRecord, row: Row): string | null {
  const rule = ruleOf(check, instance);
  if (rule?.summary === undefined) return null;
  return fillSummary(rule.summary, check, row, {
    value: instance.value,
    unit: unitOf(check, rule),
  });
}

/** The rule of an instance's present severity. */
export function ruleOf(check: Check, instance: InstanceRecord): Rule | undefined {
  const own = check.rules.filter(({ alert }) => alert === instance.alert);
  return own.find(({ severity }) => severity === instance.severity) ?? own[0];
}

/** What an instance's alert means: in its rule's words, else in those of the whole check. */
export function remedyOf(check: Check, instance: InstanceRecord): string {
  const own = check.rules.find(
    ({ alert, remedy }) => alert === instance.alert && remedy !== undefined,
  );
  return ruleOf(check, instance)?.remedy ?? own?.remedy ?? check.remedy;
}

/** The unit of what a rule compares: a derived value counts samples, or keeps its column's unit. */
export function unitOf(check: Check, { value }: Rule) {
  const [column = '', derived] = value.split('.');
  if (derived === 'rising' || derived === 'unchanged') return 'count';
  return check.values[column] ?? 'number';
}
