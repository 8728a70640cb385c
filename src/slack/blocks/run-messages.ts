import type { Content, WantedMessage } from '../../domain/message.ts';
import type { Run } from '../../domain/run.ts';
import { runCardKey } from '../../domain/run-card-key.ts';
import type { Instant } from '../../domain/time.ts';
import { approverMentions, type MayApprove, wantedWords } from './approver-words.ts';
import { section } from './elements.ts';
import { escape } from './escape.ts';
import { planMarkup, planPlain, runMark, runStateWords } from './plan-words.ts';
import { runCard } from './run-card.ts';
import { slackDate } from './slack-date.ts';

export interface RunMessageContext {
  readonly now: Instant;
  /** The ops channel. */
  readonly channel: string;
  /** Named on the card, and called by one line. */
  readonly mayApprove: MayApprove;
  /** The ops channels of other environments whose approvers must agree too, where they are others (S17). */
  readonly elsewhere?: readonly { readonly environment: string; readonly channel: string }[];
}

/**
 * What there shall be in Slack of a run in its present state: its card, and the lines that call people, each once. Ask for
 * all of them at every change: keys make the same of the same.
 */
export function runMessages(run: Run, context: RunMessageContext): readonly WantedMessage[] {
  const { channel, now, mayApprove } = context;
  const card: WantedMessage = {
    key: runCardKey(run.id),
    channel,
    thread: null,
    broadcast: false,
    lane: 'approval',
    content: runCard(run, { now, mayApprove }),
  };
  return [card, ...calls(run, context), ...callsElsewhere(run, context)];
}

/** One line where the approvers of the other environment are, which leads to the card. */
function callsElsewhere(
  run: Run,
  { channel: home, elsewhere = [] }: RunMessageContext,
): readonly WantedMessage[] {
  if (run.confirmedAt === null) return [];
  return elsewhere.map(({ environment, channel }) => ({
    key: `run:${run.id}:call:${environment}`,
    channel,
    thread: null,
    broadcast: false,
    lane: 'approval' as const,
    content: elsewhereCall(run, environment, home),
  }));
}

function elsewhereCall(run: Run, environment: string, home: string): Content {
  if (run.state !== 'waiting') return settledCall(run);
  const mark = runMark(run);
  const lead = mark === '' ? '' : `${mark} `;
  const words = `wants an approver of ${escape(environment)} too, in <#${escape(home)}>, run ${escape(run.id)}`;
  const { title } = run.plan;
  return {
    text: `${lead}${escape(planPlain(title))} ${words}`,
    blocks: [section(`${lead}${planMarkup(title)} ${words}`)],
  };
}

function calls(run: Run, { channel, mayApprove }: RunMessageContext): readonly WantedMessage[] {
  const reply = (what: string, broadcast: boolean, content: Content): WantedMessage => ({
    key: `run:${run.id}:${what}`,
    channel,
    thread: runCardKey(run.id),
    broadcast,
    lane: 'approval',
    content,
  });
  const { state, consent, reminded } = run;
  if (state === 'waiting') {
    const who = approverMentions(run, mayApprove);
    const asked = reply('call', true, approvalCall(run, who, false));
    return reminded ? [asked, reply('reminder', true, approvalCall(run, who, true))] : [asked];
  }
  if (consent.approvals === 0 || run.confirmedAt === null) return [];
  // It stands in the channel for all to see: it must not go on asking for what is over.
  const settled = reply('call', true, settledCall(run));
  return state === 'approved' ? [settled, reply('approved', false, startCall(run))] : [settled];
}

function approvalCall(run: Run, who: string, again: boolean): Content {
  const many = wantedWords(run, again);
  const until = run.expiresAt === null ? '' : ` until ${slackDate(run.expiresAt, 'minute')}`;
  const mark = runMark(run);
  const lead = `${mark === '' ? '' : `${mark} `}${who === '' ? '' : `${who} `}`;
  const words = again ? `still waits for ${many}` : `waits for ${many}`;
  const { title } = run.plan;
  return {
    text: `${lead}${escape(planPlain(title))} ${words}`,
    blocks: [section(`${lead}${planMarkup(title)} ${words}${until}, run ${escape(run.id)}`)],
  };
}

function settledCall(run: Run): Content {
  const words = `${planMarkup(run.plan.title)}: ${runStateWords(run).toLowerCase()}, run ${escape(run.id)}`;
  const mark = runMark(run);
  const line = `${mark === '' ? '' : `${mark} `}${words}`;
  return { text: planPlain(line), blocks: [section(line)] };
}

function startCall({ id, order, expiresAt }: Run): Content {
  const { slackUserId, person } = order.by;
  const whom = slackUserId === null ? `@${escape(person)}` : `<@${escape(slackUserId)}>`;
  const until = expiresAt === null ? '' : ` until ${slackDate(expiresAt, 'minute')}`;
  const words = `${whom} ${escape(id)} is approved: press *Start* above`;
  return { text: words, blocks: [section(`${words}${until}.`)] };
}
