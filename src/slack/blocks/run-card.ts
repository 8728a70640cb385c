import type { Block, Content } from '../../domain/message.ts';
import { isOver, type Run } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { actions, context, section } from './elements.ts';
import { boldLead, clip, escape } from './escape.ts';
import { planMarkup, planPlain, runMark, runStateWords, shortHash } from './plan-words.ts';
import { runButtons } from './run-buttons.ts';
import { stakesBlocks, stepBlocks } from './run-plan.ts';
import { progressBlock } from './run-progress.ts';
import { reportBlocks } from './run-report.ts';
import { slackDate } from './slack-date.ts';

const TITLE = 600;

/**
 * A run's one message in the ops channel, in its present state: the plan and its approvals, then the steps as they go
 * on, then what was done.
 */
export function runCard(run: Run, context_: { readonly now: Instant }): Content {
  const mark = runMark(run);
  const title = titleOf(run);
  const lead = mark === '' ? '' : `${mark} `;
  return {
    text: escape(
      `${lead}${planPlain(title).replace(/\.$/, '')}, ${run.plan.environment}, run ${run.id}`,
    ),
    blocks: [
      section(`${lead}${boldLead(planMarkup(clip(title, TITLE)))}`),
      ...bodyOf(run),
      context(footWords(run, context_.now)),
      actions(runButtons(run)),
    ],
  };
}

function titleOf(run: Run): string {
  if (run.report !== null) return run.report.title;
  return `${runStateWords(run)}: ${run.plan.title}`;
}

function bodyOf(run: Run): readonly Block[] {
  switch (run.state) {
    case 'planned':
    case 'waiting':
    case 'approved':
      return [...stakesBlocks(run), ...stepBlocks(run.plan), ...approvalBlocks(run)];
    case 'running':
      return [progressBlock(run), ...cancelBlocks(run)];
    case 'failed':
    case 'stopped':
    case 'cancelled':
      return [...reportBlocks(run), progressBlock(run)];
    default:
      return reportBlocks(run);
  }
}

/** Who has agreed; what is still wanted. */
function approvalBlocks({ consent, approvals, state, order }: Run): readonly Block[] {
  if (consent.approvals === 0) return [];
  const names = approvals.map(({ by, at }) => `@${escape(by.person)} ${slackDate(at, 'minute')}`);
  const given = `*Approvals:* ${approvals.length} of ${consent.approvals}`;
  const next = state === 'approved' ? `. @${escape(order.by.person)} may start it.` : '';
  return [section(`${given}${names.length === 0 ? '' : `: ${names.join(', ')}`}${next}`)];
}

function cancelBlocks({ cancelAsked }: Run): readonly Block[] {
  if (cancelAsked === null) return [];
  const { by, at } = cancelAsked;
  return [
    section(
      `*Being cancelled:* asked by @${escape(by.person)} ${slackDate(at, 'minute')}; the step under way ends first.`,
    ),
  ];
}

function footWords(run: Run, now: Instant): string {
  const { order, plan, hash, id, askedAt, startedAt, endedAt, expiresAt } = run;
  const expires =
    expiresAt === null || isOver(run.state)
      ? []
      : [`${expiresAt <= now ? 'expired' : 'expires'} ${slackDate(expiresAt, 'minute')}`];
  return [
    `risk: ${plan.risk}`,
    `asked by @${escape(order.by.person)} ${slackDate(askedAt, 'moment')}`,
    ...expires,
    ...(startedAt === null ? [] : [`started ${slackDate(startedAt, 'minute')}`]),
    ...(endedAt === null ? [] : [`ended ${slackDate(endedAt, 'minute')}`]),
    `plan ${shortHash(hash)}`,
    escape(plan.environment),
    `run ${escape(id)}`,
  ].join(' · ');
}
