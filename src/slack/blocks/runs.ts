import type { Content } from '../../domain/message.ts';
import { isOver, type Run, type RunState } from '../../domain/run.ts';
import { formatDuration, type Instant } from '../../domain/time.ts';
import { agreedWords } from '../../operations/acting/both-sides.ts';
import { answerButtons, context, section } from './elements.ts';
import { escape } from './escape.ts';
import { briefTitle, runMark, runStateWords } from './plan-words.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { type Cell, table } from './table.ts';

const columns = [
  { title: 'Run' },
  { title: 'What', wrap: true },
  { title: 'State' },
  { title: 'By' },
  { title: 'Asked', align: 'right' },
  { title: 'Took', align: 'right' },
] as const;

/** Shorter than on its card, which each leads to. */
const listedStates: Readonly<Partial<Record<RunState, string>>> = {
  waiting: 'Waiting',
  approved: 'Approved',
  incomplete: 'DBA to finish',
  stopped: 'Stopped',
};

/** A run, and where its message is. */
export interface ListedRun {
  readonly run: Run;
  readonly url: string | null;
}

/** What runs, what waits, what ran: newest first, those not over before the others. */
export function runsBlocks(
  environment: string,
  runs: readonly ListedRun[],
  now: Instant,
  viewId: string | null,
): Content {
  const words = countWords(runs);
  return {
    text: `Runs in ${escape(environment)}: ${words}, as of ${plainDate(now, 'time')}`,
    blocks: [
      section(`*Runs in ${escape(environment)}*: ${words}   ·   as of ${slackDate(now, 'time')}`),
      ...(runs.length === 0
        ? []
        : [
            table(
              columns,
              runs.map((listed) => cells(listed, now)),
            ),
          ]),
      context(
        runs.length === 0
          ? 'Nothing was asked for yet: `/hart backup`, `/hart restore`, `/hart resync`.'
          : '`/hart cancel RUN` ends one that goes on or waits. The times are ages.',
      ),
      ...answerButtons(viewId, 'postToChannel', 'refresh'),
    ],
  };
}

function countWords(runs: readonly ListedRun[]): string {
  if (runs.length === 0) return 'none';
  const running = runs.filter(({ run }) => run.state === 'running').length;
  const waiting = runs.filter(({ run }) => run.state === 'waiting').length;
  return `${running} running, ${waiting} waiting for approval, ${runs.length} shown`;
}

function cells({ run, url }: ListedRun, now: Instant): readonly Cell[] {
  const state = listedStates[run.state] ?? runStateWords(run);
  return [
    url === null ? run.id : { text: run.id, url },
    // A date that breaks over two lines is read twice.
    briefTitle(run.plan).replace(/(\d{4})-(\d\d)-(\d\d)/, '$1\u2011$2\u2011$3'),
    isOver(run.state) ? `${runMark(run)} ${state}` : { text: state, look: 'bold' },
    run.scheduled ? 'schedule' : run.order.by.person,
    formatDuration(now - run.askedAt),
    tookWords(run, now),
  ];
}

function tookWords({ startedAt, endedAt }: Run, now: Instant): string {
  return startedAt === null ? '' : formatDuration((endedAt ?? now) - startedAt);
}

/** A run in a few words, for the status: `R204 log backup, 63 %`. */
export function runWords(run: Run): string {
  const now = run.steps.find(({ state }) => state === 'running');
  const at = now === undefined ? 0 : run.steps.indexOf(now) + 1;
  const percent = now?.percent ?? null;
  const progress =
    run.state !== 'running' || at === 0
      ? ''
      : ` (step ${at} of ${run.steps.length}${percent === null ? '' : `, ${Math.floor(percent)} %`})`;
  const approvals = run.state === 'waiting' ? ` (${agreedWords(run)})` : '';
  return `${run.id} ${briefTitle(run.plan)}${progress}${approvals}`;
}
