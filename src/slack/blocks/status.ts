import type { Content } from '../../domain/message.ts';
import type { Status, StatusLine } from '../../domain/status.ts';
import { formatDuration, SECOND } from '../../domain/time.ts';
import { answerButtons, context, section } from './elements.ts';
import { code, escape } from './escape.ts';
import { alertTitle, holderName, instanceName, standing, worstFirst } from './incident-words.ts';
import { quietLines } from './quiet-words.ts';
import { restoredLines } from './restored-words.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { sparkline } from './sparkline.ts';
import { stateMark } from './state-mark.ts';
import { type Cell, table } from './table.ts';
import type { ViewContext } from './view-context.ts';

const columns = [
  { title: 'Subsystem' },
  { title: 'State', align: 'center' },
  { title: 'Now', wrap: true },
  { title: 'Trend' },
  { title: 'Age', align: 'right' },
] as const;

/** One screen: the overall state, ten lines, what is open, what runs, what is off or silenced. */
export function statusBlocks(status: Status, view: ViewContext, viewId: string | null): Content {
  return {
    text: statusText(status),
    blocks: [
      section(
        `${stateMark(status.state)} *${escape(status.environment)}*: ${countWords(status)}   ·   as of ${slackDate(status.asOf, 'time')}`,
      ),
      table(columns, status.lines.map(lineCells)),
      ...openSection(status, view),
      context(...footLines(status)),
      ...answerButtons(viewId, 'postToChannel', 'showQueues', 'refresh'),
    ],
  };
}

/** `1 warning, 15 ok, 0 unknown`: `unknown` is always counted, since silence about it would read as health. */
export function countWords({ counts }: Pick<Status, 'counts'>): string {
  return [
    ...(counts.critical > 0 ? [`${counts.critical} critical`] : []),
    ...(counts.warning > 0 ? [`${counts.warning} warning${counts.warning === 1 ? '' : 's'}`] : []),
    `${counts.ok} ok`,
    `${counts.unknown} unknown`,
  ].join(', ');
}

function lineCells(line: StatusLine): readonly Cell[] {
  const age = ageWords(line);
  return [
    line.subsystem,
    stateMark(line.state),
    lineWords(line),
    sparkline(line.trend),
    line.stale ? { text: age, look: 'bold' } : age,
  ];
}

/** The number that matters; with why it is old or not there, where that is so. */
export function lineWords({ headline, reason, stale }: StatusLine): string {
  if (reason === null || reason === headline) return headline;
  return stale || headline === '' ? [headline, reason].filter(Boolean).join('; ') : headline;
}

function ageWords({ age }: StatusLine): string {
  if (age === null) return 'never';
  return age < SECOND ? 'now' : formatDuration(age);
}

function openSection(status: Status, view: ViewContext): Content['blocks'] {
  if (status.openAlerts.length === 0) return [];
  const shown = worstFirst(status.openAlerts)
    .slice(0, 5)
    .map((incident) => {
      const names = standing(incident).map(instanceName).filter(Boolean).slice(0, 3);
      const url = incident.place === null ? null : view.link(incident.place);
      return [
        `*Open:* ${escape(alertTitle(incident.alert))}${names.length > 0 ? ` ${names.map(code).join(', ')}` : ''}`,
        formatDuration(status.asOf - incident.openedAt),
        incident.holder === null ? 'nobody has it yet' : `${holderName(incident.holder)} has it`,
      ]
        .join(', ')
        .concat(url === null ? '' : ` → <${url}|thread>`);
    });
  const more = status.openAlerts.length - shown.length;
  return [
    section([...shown, ...(more > 0 ? [`and ${more} more: \`/hart alerts\``] : [])].join('\n')),
  ];
}

/** Small print: runs, the digest, and everything that hart itself does not do or has not done. */
function footLines(status: Status): readonly string[] {
  const { off } = status;
  const usual = [
    `Running: ${listWords(status.running)}`,
    `Waiting for approval: ${listWords(status.waiting)}`,
    `Next digest: ${status.nextDigest === null ? 'none planned' : slackDate(status.nextDigest, 'moment')}`,
  ].join(' · ');
  return [
    ...restoredLines(status.restored),
    usual,
    ...quietLines(status),
    ...(off.length > 0 ? [`Checks that are off: ${off.map(code).join(', ')}`] : []),
    ...faultLines(status),
  ];
}

/** What hart itself has not done, or cannot. */
export function faultLines({ outbox, faults }: Status): readonly string[] {
  return [
    ...(outbox.waiting > 0 ? [outboxWords(outbox)] : []),
    ...faults.slice(0, 5).map((fault) => `Fault in hart's own set-up: ${escape(fault)}`),
  ];
}

function outboxWords({ waiting, oldest }: Status['outbox']): string {
  const since = oldest === null ? '' : `, the oldest for ${formatDuration(oldest)}`;
  return `Not yet taken by Slack: ${waiting} message${waiting === 1 ? '' : 's'}${since}`;
}

function listWords(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.map(escape).join(', ');
}

/** The same in one sentence for notifications and screen readers: what is not well, by name. */
function statusText(status: Status): string {
  const bad = status.lines.filter(({ state }) => state !== 'ok' && state !== 'off');
  const words = bad.map((line) => `${line.subsystem} ${line.state}: ${lineWords(line)}`);
  const head = `${stateMark(status.state)} ${status.environment}: ${countWords(status)}, as of ${plainDate(status.asOf, 'time')}`;
  return escape([head, ...words].join('. '));
}
