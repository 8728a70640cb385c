import type { DigestView } from '../../domain/digest-view.ts';
import { formatNumber, formatValue } from '../../domain/format-value.ts';
import type { Block, Content } from '../../domain/message.ts';
import { formatDuration } from '../../domain/time.ts';
import { chartBlock, chartText } from './chart.ts';
import { changeWords, forecastLines, numbersTable } from './digest-numbers.ts';
import { taskBlocks, taskText } from './digest-tasks.ts';
import { digestSentence, wellSeen } from './digest-words.ts';
import { answerButtons, context, header, section } from './elements.ts';
import { clip, code, escape } from './escape.ts';
import { quietLines } from './quiet-words.ts';
import { restoredLines } from './restored-words.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { stateMark } from './state-mark.ts';
import { lineWords } from './status.ts';
import { type Cell, table } from './table.ts';

const columns = [
  { title: 'Worst', align: 'center' },
  { title: 'Incident', wrap: true },
  { title: 'Lasted', align: 'right' },
  { title: 'Who' },
] as const;

const names = { now: 'Today so far', daily: 'Day', weekly: 'Week', monthly: 'Month' } as const;
const incidentsShown = 5;

/** What is worth reading of a period, one sentence first; subsystems with nothing to tell share one line. */
export function digestBlocks(view: DigestView, viewId: string | null): Content {
  const sentence = digestSentence(view);
  const charts = view.charts.slice(0, 2);
  const title = `${names[view.kind]} in ${view.environment}, ${daysWords(view)}`;
  return {
    text: [
      escape(`${title}. ${view.late ? 'Sent late. ' : ''}${sentence}`),
      ...taskText(view),
      ...charts.map(chartText),
    ].join('\n'),
    blocks: [
      header(title),
      section(
        `${escape(sentence)}${view.late ? ' _Sent late: hart was not running at its time._' : ''}${seenWords(view)}`,
      ),
      // Slack takes one table a message: a week's is that of its numbers.
      ...(view.numbers.length > 0
        ? [numbersTable(view), ...incidentLines(view)]
        : incidentTable(view)),
      ...forecastLines(view),
      ...backupSection(view),
      ...charts.map((chart) => chartBlock(chart) ?? section(chartText(chart))),
      ...slowestSection(view),
      ...subsystemSection(view),
      ...taskBlocks(view),
      ...footnotes(view),
      ...answerButtons(viewId, 'postToChannel'),
    ],
  };
}

/** The last day of one, both ends of more: a week is not the day on which it is told. */
function daysWords({ kind, from, to }: DigestView): string {
  const last = plainDate(to, 'day');
  return kind === 'weekly' || kind === 'monthly' ? `${plainDate(from, 'day')} to ${last}` : last;
}

/** Of a gap nothing is known, and the figures must not look as if there were none. */
function seenWords({ coverage, kind }: DigestView): string {
  if (coverage >= wellSeen) return '';
  const seen = coverage * 100 < 1 ? 'less than 1' : formatNumber(coverage * 100);
  return ` _SQL Server was seen for ${seen} % of this ${kind === 'now' ? 'time' : names[kind].toLowerCase()} only; the figures are of that._`;
}

function incidentTable({ incidents, to }: DigestView): readonly Block[] {
  if (incidents.length === 0) return [];
  const rows = incidents.map(({ severity, title, openedAt, resolvedAt, holder, id }): Cell[] => [
    stateMark(severity),
    `${title} (${id})`,
    resolvedAt === null
      ? { text: `${formatDuration(to - openedAt)}, open`, look: 'bold' }
      : formatDuration(resolvedAt - openedAt),
    holder ?? 'nobody',
  ]);
  return [table(columns, rows)];
}

/** The worst first, then the longest. */
function incidentLines({ incidents, to }: DigestView): readonly Block[] {
  if (incidents.length === 0) return [];
  const lasted = ({ openedAt, resolvedAt }: (typeof incidents)[number]) =>
    (resolvedAt ?? to) - openedAt;
  const sorted = incidents.toSorted(
    (one, other) => one.severity.localeCompare(other.severity) || lasted(other) - lasted(one),
  );
  const lines = sorted.slice(0, incidentsShown).map((incident) => {
    const { severity, title, holder, id, resolvedAt } = incident;
    const still = resolvedAt === null ? ', open' : '';
    return `${stateMark(severity)} ${escape(title)} (${id}): ${formatDuration(lasted(incident))}${still}, ${escape(holder ?? 'nobody')}`;
  });
  const more = incidents.length - lines.length;
  return [section(['*Incidents*', ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'))];
}

const kindNames = { full: 'full', diff: 'differential', log: 'log' } as const;

function backupSection({ backups }: DigestView): readonly Block[] {
  if (backups === null) return [section('*Backups* not known')];
  const { made, missed, readBack, restorableTo, behind, byKind, worstExposure } = backups;
  const until =
    restorableTo === null
      ? 'restorable to: not known'
      : `restorable to ${slackDate(restorableTo, 'moment')}${behind === null ? '' : ` (${formatDuration(behind)} behind)`}`;
  const kinds = byKind.map((one) => `${formatNumber(one.made)} ${kindNames[one.kind]}`).join(', ');
  const counts = [
    `${kinds === '' ? formatValue(made, 'count') : kinds} made`,
    `${formatValue(missed, 'count')} missed`,
    ...(readBack === null ? [] : [`${formatValue(readBack, 'count')} read back`]),
  ].join(', ');
  const risk =
    worstExposure === null
      ? ''
      : `; at worst ${formatDuration(worstExposure)} would have been lost`;
  return [section(`*Backups* ${counts}; ${until}${risk}`)];
}

function slowestSection({ slowest }: DigestView): readonly Block[] {
  if (slowest.length === 0) return [];
  const lines = slowest.slice(0, 5).map(({ query, averageMs, runs, change }, index) => {
    const against = change === null ? '' : `, ${changeWords(change)}`;
    return `${index + 1}. ${formatValue(averageMs, 'ms')} × ${formatNumber(runs)} an hour${against}: ${code(clip(query, 160))}`;
  });
  return [section(`*Slowest queries*\n${lines.join('\n')}`)];
}

function subsystemSection({ lines, restored }: DigestView): readonly Block[] {
  const bad = lines.filter(({ state }) => state !== 'ok' && state !== 'off');
  const well = lines.filter(({ state }) => state === 'ok').map(({ subsystem }) => subsystem);
  const words = bad.map(
    (line) => `${stateMark(line.state)} *${line.subsystem}* ${escape(lineWords(line))}`,
  );
  if (well.length > 0) words.push(`${stateMark('ok')} ${well.join(', ')}: nothing to report`);
  words.push(...restoredLines(restored));
  return words.length === 0 ? [] : [section(words.join('\n'))];
}

function footnotes({ due, off, silenced, muting, raised }: DigestView): readonly Block[] {
  const lines = [
    ...(due.length > 0 ? [`Due: ${due.map(escape).join('; ')}`] : []),
    ...quietLines({ silenced, muting, raised }),
    ...(off.length > 0 ? [`Checks that are off: ${off.map(code).join(', ')}`] : []),
  ];
  return lines.length === 0 ? [] : [context(...lines)];
}
