import type { Identity } from '../../domain/authority.ts';
import type { Block } from '../../domain/message.ts';
import type { Run } from '../../domain/run.ts';
import { agreedWords } from '../../operations/acting/both-sides.ts';
import { actionIds, actions, type Button, section } from './elements.ts';
import { clip, code, escape } from './escape.ts';
import { agentWords, planMarkup, runMark, runStateWords } from './plan-words.ts';
import { runButtons } from './run-buttons.ts';
import { slackDate } from './slack-date.ts';

/** More than these are listed by `/hart runs`. */
const SHOWN = 8;

/** What runs and what waits, with its buttons; what waits for this person first. */
export function homeRuns(runs: readonly Run[], me: Identity): readonly Block[] {
  if (runs.length === 0) return [section('*Runs*\nNothing runs, and nothing waits for approval.')];
  const mine = runs.filter((run) => waitsFor(run, me));
  const ordered = [...mine, ...runs.filter((run) => !mine.includes(run))];
  const left = ordered.length - SHOWN;
  return [
    section(`*Runs: ${runs.length}*${mine.length === 0 ? '' : `, ${mine.length} waiting for you`}`),
    ...ordered
      .slice(0, SHOWN)
      .flatMap((run) => [section(runWords(run, mine.includes(run))), actions(ownButtons(run, me))]),
    ...(left > 0 ? [section(`and ${left} more: \`/hart runs\``)] : []),
  ];
}

/** An approval of theirs is missing, or it is theirs to start. */
function waitsFor({ state, order, approvals }: Run, { person, roles }: Identity): boolean {
  const own = order.by.person === person;
  if (state === 'approved') return own;
  const agreed = approvals.some(({ by }) => by.person === person);
  return state === 'waiting' && !own && !agreed && roles.includes('approver');
}

/** It is one person's view: what they could only be refused is not offered. */
function ownButtons(run: Run, { person, roles }: Identity): readonly Button[] {
  const own = run.order.by.person === person;
  const notTheirs: readonly string[] = own
    ? [actionIds.approveRun]
    : [actionIds.startRun, actionIds.withdrawRun];
  const notApprovers: readonly string[] = roles.includes('approver')
    ? []
    : [actionIds.approveRun, actionIds.rejectRun];
  return runButtons(run).filter(
    ({ actionId }) => !notTheirs.includes(actionId) && !notApprovers.includes(actionId),
  );
}

function runWords(run: Run, mine: boolean): string {
  const { id, plan, order, consent, expiresAt } = run;
  const mark = runMark(run);
  const facts = [
    ...(mine ? ['*waits for you*'] : []),
    `asked by ${agentWords(order.by)}`,
    ...(consent.approvals > 0 ? [`approvals ${escape(agreedWords(run))}`] : []),
    ...(expiresAt === null ? [] : [`expires ${slackDate(expiresAt, 'minute')}`]),
    `run ${code(id)}`,
  ];
  const lead = `${mark === '' ? '' : `${mark} `}${runStateWords(run)}: `;
  return `${lead}${planMarkup(clip(plan.title, 300))}\n${facts.join(' · ')}`;
}
