import type { Check, Rule, State, Unit } from '../../domain/check.ts';
import { stateOrder } from '../../domain/check.ts';
import type { CheckResult } from '../../domain/check-result.ts';
import { holds } from '../../domain/condition.ts';
import { formatNumber, formatValue } from '../../domain/format-value.ts';
import type { Block, Content } from '../../domain/message.ts';
import type { Row, UnknownReason } from '../../domain/sample.ts';
import { checkColumns, rulesAbout } from './check-columns.ts';
import { checkRemedies } from './check-remedies.ts';
import { actionIds, actions, context, section } from './elements.ts';
import { code, escape } from './escape.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { sparkline } from './sparkline.ts';
import { stateMark } from './state-mark.ts';
import { type Cell, type Column, table } from './table.ts';

/** How each reason reads where the probe gave no words of its own. */
const reasonWords: Readonly<Record<UnknownReason, string>> = {
  unreachable: 'the target does not answer',
  timeout: 'no answer in time',
  permission: 'a right is missing',
  hidden: 'the login sees none of what it should see',
  missing: 'an object is missing',
  version: 'this version cannot tell',
  empty: 'no rows where there should be some',
  stale: 'the data is too old',
  restored: 'the evidence is older than the restore',
  secondary: 'only the primary can tell',
  error: 'the check failed',
};

/** One check run now: its rows with the thresholds beside the values, or why there are none. */
export function checkTable(result: CheckResult, viewId: string | null): Content {
  const { check, sample, state } = result;
  const words = verdict(result);
  // A title says what is wanted: before a number that is not, it would contradict it.
  const isWell = state === 'ok' || state === 'off';
  const buttons = [
    { label: 'Post to channel', actionId: actionIds.postToChannel, value: viewId ?? '' },
    { label: 'Refresh', actionId: actionIds.refresh, value: viewId ?? '' },
  ];
  return {
    text: escape(
      `${stateMark(state)} ${isWell ? check.title : check.name} in ${sample.environment}: ${words}, as of ${plainDate(sample.at, 'time')}`,
    ),
    blocks: [
      section(
        `${stateMark(state)} ${isWell ? `*${escape(check.title)}*` : code(check.name)}: ${escape(words)}   ·   as of ${slackDate(sample.at, 'time')}`,
      ),
      ...rowsTable(result),
      ...(isWell ? [] : checkRemedies(result).map(meaning)),
      ...wayOut(result),
      context(provenance(result, isWell)),
      ...(viewId === null ? [] : [actions(buttons)]),
    ],
  };
}

function meaning(words: string): Block {
  return section(`*What it means:* ${escape(words)}`);
}

/** Where it is a right that lacks, neither the remedy nor another look helps. */
function wayOut({ sample: { outcome } }: CheckResult): Content['blocks'] {
  const lacksRight =
    outcome.kind === 'unknown' && (outcome.reason === 'permission' || outcome.reason === 'hidden');
  return lacksRight ? [section('`hart doctor` says which right is missing.')] : [];
}

/** What the check found, in words: never "ok" for what could not be seen. */
function verdict({ check, sample, state, headline, rowStates }: CheckResult): string {
  const { outcome } = sample;
  if (outcome.kind === 'off')
    return `off here${outcome.detail === '' ? '' : `: ${outcome.detail}`}`;
  if (outcome.kind === 'unknown') {
    return `unknown: ${outcome.detail === '' ? reasonWords[outcome.reason] : outcome.detail}`;
  }
  if (headline !== null && headline !== '') return headline;
  const count = outcome.rows.length;
  if (count === 0) return state === 'ok' ? 'nothing found, which is good' : 'nothing found';
  const bad = rowStates.filter((one) => one !== 'ok').length;
  const rows = `${formatNumber(count)} row${count === 1 ? '' : 's'}`;
  if (check.rules.length === 0) return rows;
  return bad === 0 ? `${rows}, all within the limits` : `${bad} of ${rows} beyond a limit`;
}

function rowsTable({ check, sample, rowStates, rowTrends }: CheckResult): Content['blocks'] {
  if (sample.outcome.kind !== 'rows' || sample.outcome.rows.length === 0) return [];
  const values = checkColumns(check, sample.outcome.rows);
  const judged = check.rules.length > 0;
  const columns: Column[] = [
    ...(judged ? [{ title: 'State', align: 'center' as const }] : []),
    ...check.labels.map((name) => ({ title: name.replaceAll('_', ' '), wrap: true })),
    ...values.map((name) => valueColumn(check, name)),
    ...(rowTrends === undefined ? [] : [{ title: trendTitle(check, rowTrends.column) }]),
  ];
  const rows = sample.outcome.rows
    .map((row, index) => ({
      row,
      state: rowStates[index] ?? 'unknown',
      trend: rowTrends?.values[index] ?? [],
    }))
    .toSorted((one, other) => stateOrder.indexOf(other.state) - stateOrder.indexOf(one.state))
    .map(({ row, state, trend }) => [
      ...(judged ? [stateMark(state)] : []),
      ...check.labels.map((name) => row.labels[name] ?? ''),
      ...values.map((name) => valueCell(check, row, name, state)),
      ...(rowTrends === undefined ? [] : [sparkline(trend)]),
    ]);
  return [table(columns, rows)];
}

function valueColumn(check: Check, name: string): Column {
  const unit = check.values[name] ?? 'number';
  const rules = rulesAbout(check, name);
  const title = columnWords(name, unit);
  const thresholds = rules.map((rule) =>
    thresholdOf(rule, rule.value.slice(name.length + 1), unit),
  );
  const isText = unit === 'text' || unit === 'utc';
  return {
    title: thresholds.length === 0 ? title : `${title} (${thresholds.join(', ')})`,
    align: isText ? 'left' : 'right',
    wrap: isText,
  };
}

function trendTitle({ values }: Check, column: string): string {
  return `trend of ${columnWords(column, values[column] ?? 'number')}`;
}

/** `oldest_seconds` as `oldest`: the values carry their unit. */
function columnWords(name: string, unit: Unit): string {
  const bare = name.toLowerCase().endsWith(`_${unit.toLowerCase()}`)
    ? name.slice(0, -unit.length - 1)
    : name;
  return bare.replaceAll('_', ' ');
}

/** `warning > 1,000`, `critical when no`, `critical unchanged 3 times`. */
function thresholdOf({ when, severity }: Rule, derived: string, unit: Unit): string {
  const { comparison, threshold } = when;
  if (unit === 'flag' && derived === '')
    return `${severity} when ${formatValue(holds(when, 1) ? 1 : 0, 'flag')}`;
  const count = formatValue(threshold, derived === '' ? unit : 'count');
  if (comparison === '>=' && (derived === 'rising' || derived === 'unchanged'))
    return `${severity} ${derived} ${count} times`;
  return `${severity}${derived === '' ? '' : ` ${derived}`} ${comparison} ${count}`;
}

function valueCell(check: Check, row: Row, name: string, state: State): Cell {
  const text = formatValue(row.values[name], check.values[name] ?? 'text');
  const judged = rulesAbout(check, name).length > 0;
  return judged && (state === 'warning' || state === 'critical') ? { text, look: 'bold' } : text;
}

function provenance({ check, sample }: CheckResult, isWell: boolean): string {
  return [
    `check ${code(check.name)} in ${escape(sample.environment)}`,
    ...(sample.replica === null ? [] : [`on ${code(sample.replica)}`]),
    ...(sample.variant === null ? [] : [`variant ${code(sample.variant)}`]),
    ...(isWell ? [] : [`wanted: ${escape(check.title)}`]),
    `took ${formatValue(sample.ms, 'ms')}`,
    ...columnsLeftOut(check, sample),
  ].join(' · ');
}

function columnsLeftOut(check: Check, { outcome }: CheckResult['sample']): readonly string[] {
  if (outcome.kind !== 'rows' || outcome.rows.length === 0) return [];
  const all = Object.keys(check.values).length;
  const shown = checkColumns(check, outcome.rows).length;
  return shown === all ? [] : [`${shown} of ${all} columns: \`hart checks --json\` has all`];
}
