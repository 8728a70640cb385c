import type { BackupLine, BackupsView, Restorability } from '../../domain/backups-view.ts';
import { worstState } from '../../domain/check.ts';
import { formatValue } from '../../domain/format-value.ts';
import type { Content } from '../../domain/message.ts';
import { type Duration, formatDuration } from '../../domain/time.ts';
import { answerButtons, context, section } from './elements.ts';
import { code, escape } from './escape.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { stateMark } from './state-mark.ts';
import { type Cell, table } from './table.ts';

const columns = [
  { title: 'Database' },
  { title: 'Kind' },
  { title: 'State', align: 'center' },
  { title: 'Age', align: 'right' },
  { title: 'Size', align: 'right' },
  { title: 'Read back' },
  { title: 'Restore tested' },
] as const;

const kinds: Readonly<Record<BackupLine['kind'], string>> = {
  full: 'full',
  diff: 'differential',
  log: 'log',
  neo4j: 'Neo4j',
};

/** The last backup of each kind, and the one thing that matters of them: how much would be lost now. */
export function backupsBlocks(view: BackupsView, viewId: string | null): Content {
  const state = overall(view);
  const words = headline(view);
  const untilWhen = view.restorability.map((one) => `• ${restorabilityWords(one, view)}`);
  return {
    text: escape(
      `${stateMark(state)} Backups of ${view.environment}: ${words}, as of ${plainDate(view.asOf, 'time')}`,
    ),
    blocks: [
      section(
        `${stateMark(state)} *Backups of ${escape(view.environment)}*: ${escape(words)}   ·   as of ${slackDate(view.asOf, 'time')}`,
      ),
      ...(view.lines.length === 0 ? [] : [table(columns, view.lines.map(cells))]),
      ...(untilWhen.length === 0 ? [] : [section(`*Restorable*\n${untilWhen.join('\n')}`)]),
      ...footnotes(view),
      ...answerButtons(viewId, 'postToChannel', 'refresh'),
    ],
  };
}

function footnotes({ lines, restorability, rpo, unknown }: BackupsView): Content['blocks'] {
  const words = [
    ...(lines.length === 0
      ? []
      : [
          '"Read back" means readable with checksums; only a tested restore proves more. Ages are by the server\'s clock.',
        ]),
    ...(rpo === null || restorability.some(({ worstGap }) => worstGap !== null)
      ? []
      : [`At most ${formatDuration(rpo)} may be lost, as configured.`]),
    ...unknown.slice(0, 5).map((why) => `Not known: ${escape(why)}`),
  ];
  return words.length === 0 ? [] : [context(...words)];
}

function overall({ lines, restorability, unknown }: BackupsView): ReturnType<typeof worstState> {
  const lost = restorability.some(({ newest }) => newest === null);
  const states = [...lines.map(({ state }) => state), ...(lost ? ['critical' as const] : [])];
  return worstState(unknown.length > 0 || lines.length === 0 ? [...states, 'unknown'] : states);
}

function headline({ lines, restorability, unknown }: BackupsView): string {
  const worst = restorability.toSorted((one, other) => lag(other) - lag(one))[0];
  if (worst !== undefined && worst.newest === null) return `${worst.database} cannot be restored`;
  if (worst?.behind !== undefined && worst.behind !== null) {
    return `restorable to ${formatDuration(worst.behind)} ago`;
  }
  if (lines.length === 0) return unknown[0] ?? 'no backup is known';
  return `${lines.length} known`;
}

function lag({ newest, behind }: Restorability): number {
  return newest === null ? Number.POSITIVE_INFINITY : (behind ?? 0);
}

function cells(line: BackupLine): readonly Cell[] {
  const age = line.finishedAt === null && line.age === null ? 'none' : ageWords(line);
  return [
    line.database,
    kinds[line.kind],
    stateMark(line.state),
    line.state === 'ok' ? age : { text: age, look: 'bold' },
    formatValue(line.bytes, 'bytes'),
    yesNo(line.readBack),
    yesNo(line.restoreTested),
  ];
}

function ageWords({ age }: BackupLine): string {
  return age === null ? '–' : formatDuration(age);
}

function yesNo(known: boolean | null): string {
  if (known === null) return 'not known';
  return known ? 'yes' : 'no';
}

function restorabilityWords(
  {
    database,
    newest,
    behind,
    worstGap,
    oldest = null,
    tailReaches = false,
    restoreTakes = null,
    testedAgo = null,
    missing,
  }: Restorability,
  { rpo, rto = null }: Pick<BackupsView, 'rpo' | 'rto'>,
): string {
  const until =
    newest === null
      ? 'to no moment'
      : `to ${slackDate(newest, 'moment')}${behind === null ? '' : ` (${formatDuration(behind)} ago)`}`;
  return [
    `${code(database)} ${until}`,
    ...(newest === null || oldest === null ? [] : [`from ${slackDate(oldest, 'moment')} on`]),
    ...(tailReaches ? ['a backup of the tail of the log would reach now'] : []),
    ...(worstGap === null ? [] : [`worst gap of 7 d ${beside(worstGap, rpo, 'RPO')}`]),
    ...(restoreTakes === null ? [] : [`a restore takes about ${beside(restoreTakes, rto, 'RTO')}`]),
    ...(testedAgo === null ? [] : [`last tried ${formatDuration(testedAgo)} ago`]),
    ...missing.map(escape),
  ].join('; ');
}

/** What is, and what may be: bold where it is more. */
function beside(is: Duration, atMost: Duration | null, what: 'RPO' | 'RTO'): string {
  const words = formatDuration(is);
  if (atMost === null) return words;
  return `${is > atMost ? `*${words}*` : words} (${what} ${formatDuration(atMost)})`;
}
