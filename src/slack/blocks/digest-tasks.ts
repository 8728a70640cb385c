import type { DigestTask, DigestView } from '../../domain/digest-view.ts';
import type { Block } from '../../domain/message.ts';
import { actionIds, section, sectionWith } from './elements.ts';
import { escape } from './escape.ts';
import { slackDate } from './slack-date.ts';

/** The runbook: what is done shares a block, what is open has one of its own with a button. */
export function taskBlocks({ tasks, kind }: DigestView): readonly Block[] {
  if (tasks.length === 0) return [];
  const done = tasks.filter(({ state }) => state !== 'open').map(line);
  const open = tasks.filter(({ state }) => state === 'open');
  return [
    section(['*Runbook*', ...done].join('\n')),
    // What somebody asked for is gone soon: only a digest of the schedule is edited when a task is signed off.
    ...open.map((task) => (kind === 'now' ? section(line(task)) : withButton(task, line(task)))),
  ];
}

function withButton({ id }: DigestTask, markup: string): Block {
  return sectionWith(markup, { label: 'Sign off', actionId: actionIds.signOff, value: id });
}

/** The open ones by name, for notifications and screen readers. */
export function taskText({ tasks }: DigestView): readonly string[] {
  const open = tasks.filter(({ state }) => state === 'open');
  return open.length === 0
    ? []
    : [escape(`Open in the runbook: ${open.map(({ title }) => title).join('; ')}`)];
}

function line(task: DigestTask): string {
  return `${mark(task)} ${escape(task.title)}${words(task)}`;
}

function mark({ state }: DigestTask): string {
  return state === 'open' ? '☐' : '☑';
}

/** `2026-W46` as `week 46 of 2026`; days and months say what they are. */
function periodWords(period: string): string {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(period) ?? [];
  return week === undefined ? period : `week ${Number(week)} of ${year}`;
}

function words({ state, detail, signedBy, signedAt, carriedFrom }: DigestTask): string {
  const since = carriedFrom === null ? '' : `, open since ${periodWords(carriedFrom)}`;
  if (state === 'signed')
    return `: signed off by ${escape(signedBy ?? '')}${signedAt === null ? '' : ` ${slackDate(signedAt, 'moment')}`}`;
  if (state === 'verified') return `: ${escape(detail)}`;
  return `${detail === '' ? '' : `: ${escape(detail)}`}${since}`;
}
