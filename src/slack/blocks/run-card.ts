import type { Block, Content } from '../../domain/message.ts';
import { isOver, type Run } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { missingNow } from '../../operations/acting/both-sides.ts';
import { endedTitle } from '../../operations/acting/ended-title.ts';
import { approverWords, type MayApprove } from './approver-words.ts';
import { actions, context, section } from './elements.ts';
import { boldLead, clip, code, escape } from './escape.ts';
import {
  agentWords,
  planMarkup,
  planPlain,
  runMark,
  runStateWords,
  shortHash,
} from './plan-words.ts';
import { runButtons } from './run-buttons.ts';
import { newPlanBlocks } from './run-differences.ts';
import { stakesBlocks, stepBlocks } from './run-plan.ts';
import { progressBlock } from './run-progress.ts';
import { reportBlocks } from './run-report.ts';
import { slackDate } from './slack-date.ts';

const TITLE = 600;
/** Of more steps the card, which is read on the way, says what they do; the dialogs say why as well. */
const EXPLAINED = 12;

/**
 * A run's one message in the ops channel, in its present state: the plan and its approvals, then the steps as they go
 * on, then what was done.
 */
export function runCard(
  run: Run,
  context_: { readonly now: Instant; readonly mayApprove?: MayApprove },
): Content {
  const mark = runMark(run);
  const title = titleOf(run);
  const lead = mark === '' ? '' : `${mark} `;
  return {
    text: escape(
      `${lead}${planPlain(title).replace(/\.$/, '')}, ${run.plan.environment}, run ${run.id}`,
    ),
    blocks: [
      section(`${lead}${boldLead(planMarkup(clip(title, TITLE)))}`),
      ...bodyOf(run, context_.mayApprove ?? null),
      context(footWords(run, context_.now)),
      actions(runButtons(run)),
    ],
  };
}

function titleOf(run: Run): string {
  // The report leads with the run, for those who read it alone; a card with its state, as it did all along.
  if (run.report !== null && run.report.title !== endedTitle(run)) return run.report.title;
  return `${runStateWords(run)}: ${run.plan.title}`;
}

function bodyOf(run: Run, mayApprove: MayApprove | null): readonly Block[] {
  switch (run.state) {
    case 'planned':
    case 'waiting':
    case 'approved':
      return [
        ...stakesBlocks(run),
        ...stepBlocks(run.plan, EXPLAINED),
        ...approvalBlocks(run, mayApprove),
      ];
    case 'running':
      return [progressBlock(run), ...cancelBlocks(run)];
    case 'failed':
    case 'stopped':
    case 'cancelled':
      return [...reportBlocks(run), progressBlock(run)];
    case 'void':
      return [...reportBlocks(run), ...newPlanBlocks(run)];
    default:
      return reportBlocks(run);
  }
}

/** Who has agreed; what is still wanted. */
function approvalBlocks(run: Run, mayApprove: MayApprove | null): readonly Block[] {
  const { consent, approvals, state, order } = run;
  if (consent.approvals === 0) return [];
  const names = approvals.map(({ by, at }) => `@${escape(by.person)} ${slackDate(at, 'minute')}`);
  const { own, others } = missingNow(run);
  const sides = run.plan.approversOf ?? [];
  const missing =
    others.length === 0
      ? // Or two names would stand behind "1 of 1".
        sides.map((side) => `, and one of ${escape(side)}`).join('')
      : ` (missing: ${others.map((side) => `one approver of ${escape(side)}`).join(', ')})`;
  const given = `*Approvals:* ${consent.approvals - own} of ${consent.approvals}${missing}`;
  const next = state === 'approved' ? `. @${escape(order.by.person)} may start it.` : '';
  const who =
    mayApprove === null || state === 'approved' ? '' : `\n${approverWords(run, mayApprove)}`;
  return [section(`${given}${names.length === 0 ? '' : `: ${names.join(', ')}`}${next}${who}`)];
}

function cancelBlocks({ cancelAsked, plan, steps }: Run): readonly Block[] {
  if (cancelAsked === null) return [];
  const { by, at, agreed } = cancelAsked;
  const isBrokenOff = plan.steps.some(
    ({ id, brokenOff }) =>
      brokenOff !== undefined && steps.some((step) => step.id === id && step.state === 'running'),
  );
  const last = plan.steps.find(({ id }) => id === agreed?.after)?.title ?? '';
  const how =
    agreed === undefined
      ? `the step under way ${isBrokenOff ? 'is broken off' : 'ends first'}`
      : `by run ${code(agreed.run)} ${agreed.breaksOff === true ? 'it is broken off in' : 'it ends after'} \u201c${planMarkup(clip(last, 150))}\u201d. Leaves: ${planMarkup(agreed.leaves)}`;
  return [
    section(
      `*Being cancelled:* asked by ${agentWords(by)} ${slackDate(at, 'minute')}; ${how.replace(/\.$/, '')}.`,
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
    `asked by ${agentWords(order.by)} ${slackDate(askedAt, 'moment')}`,
    ...expires,
    ...(startedAt === null ? [] : [`started ${slackDate(startedAt, 'minute')}`]),
    ...(endedAt === null ? [] : [`ended ${slackDate(endedAt, 'minute')}`]),
    `plan ${shortHash(hash)}`,
    escape(plan.environment),
    `run ${escape(id)}`,
  ].join(' · ');
}
