import type { DigestTask, DigestView } from '../../domain/digest-view.ts';
import type { Block } from '../../domain/message.ts';
import { actionIds, actions, section } from './elements.ts';
import { clip, escape } from './escape.ts';
import { slackDate } from './slack-date.ts';

/** A row of buttons with more than this many is no help. */
const buttonsShown = 10;

/** The runbook: what the bot has verified shares a line, what is open stands alone with a button. */
export function taskBlocks({ tasks, kind }: DigestView): readonly Block[] {
  if (tasks.length === 0) return [];
  const lines = tasks.map((task) => `${mark(task)} ${escape(task.title)}${words(task)}`);
  // What somebody asked for is gone soon: only a digest of the schedule is edited when a task is signed off.
  const open = kind === 'now' ? [] : tasks.filter(({ state }) => state === 'open');
  const buttons = open.slice(0, buttonsShown).map(({ id, title }) => ({
    label: `Sign off: ${clip(title, 60)}`,
    actionId: actionIds.signOff,
    value: id,
  }));
  return [
    section(['*Runbook*', ...lines].join('\n')),
    ...(buttons.length === 0 ? [] : [actions(buttons)]),
  ];
}

/** The open ones by name, for notifications and screen readers. */
export function taskText({ tasks }: DigestView): readonly string[] {
  const open = tasks.filter(({ state }) => state === 'open');
  return open.length === 0
    ? []
    : [escape(`Open in the runbook: ${open.map(({ title }) => title).join('; ')}`)];
}

function mark({ state }: DigestTask): string {
  return state === 'open' ? '☐' : '☑';
}

function words({ state, detail, signedBy, signedAt, carriedFrom }: DigestTask): string {
  const since = carriedFrom === null ? '' : `, open since ${carriedFrom}`;
  if (state === 'signed')
    return `: signed off by ${escape(signedBy ?? '')}${signedAt === null ? '' : ` ${slackDate(signedAt, 'moment')}`}`;
  if (state === 'verified') return `: ${escape(detail)}`;
  return `${detail === '' ? '' : `: ${escape(detail)}`}${since}`;
}
