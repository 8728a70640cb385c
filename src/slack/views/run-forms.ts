import type { Refusal } from '../../domain/authority.ts';
import type { Block } from '../../domain/message.ts';
import type { Plan } from '../../domain/plan.ts';
import { isOver, type Run } from '../../domain/run.ts';
import { agreedWords } from '../../operations/acting/both-sides.ts';
import { context, section } from '../blocks/elements.ts';
import { clip, code, escape } from '../blocks/escape.ts';
import { agentWords, planMarkup, runMark, runStateWords, shortHash } from '../blocks/plan-words.ts';
import { differenceBlocks } from '../blocks/run-differences.ts';
import { notChosenBlocks, stakesBlocks, stepBlocks } from '../blocks/run-plan.ts';
import { slackDate } from '../blocks/slack-date.ts';
import type { DialogView } from './dialog.ts';
import { textInput } from './inputs.ts';
import { writeRunAbout } from './run-about.ts';
import { statementBlocks } from './run-statements.ts';

export const confirmCallback = 'run_confirm';
export const approveCallback = 'run_approve';
export const rejectCallback = 'run_reject';
export const cancelCallback = 'run_cancel';

/**
 * The plan before the one who asked: nothing happens until they agree.
 *
 * @param before the plan in whose place this one is asked for: what differs is said first
 */
export function confirmForm(
  run: Run,
  refusal: Refusal | null = null,
  before: Plan | null = null,
): DialogView {
  const { consent, plan } = run;
  const next =
    consent.approvals === 0
      ? 'It starts when you confirm.'
      : `Then ${consent.approvals === 1 ? 'one approval by someone else is' : `${count(consent.approvals, 'approval')} by others are`} wanted${othersWords(plan)}, and you start it.`;
  return {
    title: consent.approvals === 0 ? 'Confirm' : 'Ask for approval',
    submit: {
      label: consent.approvals === 0 ? 'Confirm and start' : 'Ask for approval',
      callbackId: confirmCallback,
    },
    about: writeRunAbout(run),
    blocks: [
      ...refusedBlocks(refusal),
      ...headBlocks(run),
      ...(before === null ? [] : differenceBlocks(before, plan, 'Against the plan before')),
      ...overviewBlocks(plan),
      context(next),
      ...(consent.typedName
        ? [
            textInput({
              name: 'typed',
              label: 'Type the name of what is changed',
              hint: `${plan.environment}/${plan.target.database}`,
              longest: 200,
            }),
          ]
        : []),
      ...codeInput(run),
      ...sentBlocks(run),
    ],
  };
}

/** The plan before someone else, from the store: a card could have been edited (S43). */
export function approveForm(run: Run, refusal: Refusal | null = null): DialogView {
  const title = 'Approve';
  if (run.state !== 'waiting') return { title, blocks: [section(notWaiting(run))] };
  return {
    title,
    submit: { label: 'Approve', callbackId: approveCallback },
    close: 'Not now',
    about: writeRunAbout(run),
    blocks: [
      ...refusedBlocks(refusal),
      ...headBlocks(run),
      ...overviewBlocks(run.plan),
      ...codeInput(run),
      ...sentBlocks(run),
    ],
  };
}

export function rejectForm(run: Run): DialogView {
  const title = 'Reject';
  if (run.state !== 'waiting' && run.state !== 'approved')
    return { title, blocks: [section(notWaiting(run))] };
  return {
    title,
    submit: { label: 'Reject', callbackId: rejectCallback },
    about: writeRunAbout(run),
    blocks: [
      section(titleWords(run)),
      textInput({
        name: 'why',
        label: 'Why',
        hint: 'The one who asked reads it in the thread.',
        multiline: true,
        longest: 500,
      }),
    ],
  };
}

/** What a cancel leaves behind, said before it is asked for. */
export function cancelForm(run: Run): DialogView {
  const title = 'Cancel';
  if (isOver(run.state)) {
    return {
      title,
      blocks: [section(`${titleWords(run)}\nIt is over: there is nothing to cancel.`)],
    };
  }
  if (run.state === 'running' && run.plan.operation === 'cancel') {
    return {
      title,
      blocks: [section(`${titleWords(run)}\nA cancel that has begun can't be taken back.`)],
    };
  }
  return {
    title,
    submit: { label: 'Cancel the run', callbackId: cancelCallback },
    close: 'Leave it as it is',
    about: writeRunAbout(run),
    blocks: [section(titleWords(run)), ...leavesBlocks(run)],
  };
}

function leavesBlocks(run: Run): readonly Block[] {
  const { plan, steps, state } = run;
  if (state !== 'running')
    return [section('It has not begun: cancelling leaves everything as it is.')];
  const begun = plan.steps.filter(({ id }) =>
    steps.some((step) => step.id === id && (step.state === 'done' || step.state === 'running')),
  );
  const undo = begun.flatMap((step) =>
    step.undo === null ? [] : [`• ${planMarkup(step.title)}: ${planMarkup(step.undo)}`],
  );
  const brokenOff = plan.steps.find(
    (step) =>
      step.brokenOff !== undefined &&
      steps.some(({ id, state: is }) => id === step.id && is === 'running'),
  )?.brokenOff;
  const now =
    brokenOff === undefined
      ? 'The step under way ends first, nothing after it begins.'
      : `The step under way is broken off, nothing after it begins. ${planMarkup(brokenOff)}`;
  return [
    section(`Nothing has been overwritten yet. ${now}`),
    ...(undo.length === 0
      ? []
      : [section(clip(['*What is done, and what undoes it*', ...undo].join('\n'), 2900))]),
  ];
}

/** All statements, to be read; nothing can be sent from here. */
export function statementsView(run: Run): DialogView {
  return {
    title: 'Statements',
    blocks: [
      section(`${titleWords(run)}\nplan ${code(shortHash(run.hash))}`),
      ...statementBlocks(run),
    ],
  };
}

/** Few steps are read with their statements; of many the order is seen first. */
const FEW = 6;

function overviewBlocks(plan: Plan): readonly Block[] {
  return isMany(plan) ? stepBlocks(plan) : notChosenBlocks(plan);
}

function sentBlocks(run: Run): readonly Block[] {
  return [
    section('*Statements, exactly as they are sent*'),
    ...statementBlocks(run, isMany(run.plan)),
  ];
}

function isMany({ steps }: Plan): boolean {
  return steps.length > FEW;
}

/** Why the last try was not taken. */
function refusedBlocks(refusal: Refusal | null): readonly Block[] {
  if (refusal === null) return [];
  return [section(`*Not taken:* ${planMarkup(refusal.message)} ${planMarkup(refusal.hint)}`)];
}

/** Those of whom one must be an approver, whether among them or besides (S17). */
function othersWords({ approversOf = [] }: Plan): string {
  return approversOf.map((side) => `, and that of an approver of ${escape(side)}`).join('');
}

/** Target, moment, loss and hash: what an approval is bound to. */
function headBlocks(run: Run): readonly Block[] {
  const { plan, order, hash, expiresAt, consent } = run;
  const { target } = plan;
  const expires = expiresAt === null ? '' : ` · expires ${slackDate(expiresAt, 'minute')}`;
  const approved = consent.approvals === 0 ? '' : ` · approvals ${escape(agreedWords(run))}`;
  return [
    section(titleWords(run)),
    section(
      `*Target:* ${code(target.database)} on ${code(target.server)}, environment ${code(plan.environment)}`,
    ),
    ...stakesBlocks(run),
    context(
      `risk: ${plan.risk} · asked by ${agentWords(order.by)} · plan ${code(shortHash(hash))}${approved}${expires}`,
    ),
  ];
}

function codeInput({ consent }: Run): readonly Block[] {
  if (!consent.stepUp) return [];
  return [
    textInput({
      name: 'code',
      label: 'One-time code',
      hint: 'Six digits from your authenticator; each works once.',
      longest: 8,
    }),
  ];
}

function titleWords(run: Run): string {
  const mark = runMark(run);
  return `${mark === '' ? '' : `${mark} `}${planMarkup(clip(run.plan.title, 600))}, run ${code(run.id)}`;
}

function notWaiting(run: Run): string {
  const by = run.endedBy === null ? '' : ` by ${agentWords(run.endedBy.by)}`;
  return `${titleWords(run)}\nIt waits for nobody any more. *${runStateWords(run)}*${by}.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
