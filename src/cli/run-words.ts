import type { Plan, PlanStep } from '../domain/plan.ts';
import { isOver, type Run } from '../domain/run.ts';
import { formatDuration, type Instant } from '../domain/time.ts';
import { agreedWords } from '../operations/acting/both-sides.ts';
import { planDifferences } from '../operations/acting/plan-differences.ts';

/** How many characters of a plan's hash stand for it where a person reads or types it. */
export const shownHash = 12;

/** The whole plan, for someone who decides on it. */
export function planWords({ id, plan, hash, consent, expiresAt }: Run, now: Instant): string {
  const lines = [
    plan.title,
    `run ${id} · risk ${plan.risk} · plan ${hash.slice(0, shownHash)}${expiresAt === null ? '' : ` · expires in ${formatDuration(expiresAt - now)}`}`,
    ...plan.notes,
    ...(plan.expected === null ? [] : [`Takes about ${formatDuration(plan.expected)}.`]),
    ...plan.loses.map((loss) => `Loses: ${loss}`),
    ...plan.warnings.map((warning) => `! ${warning}`),
    '',
    ...plan.steps.flatMap(stepWords),
    '',
    ...notChosen(plan),
    consentWords(consent.approvals, consent.typedName, plan),
  ];
  return `${lines.join('\n')}\n`;
}

function stepWords(step: PlanStep, index: number): readonly string[] {
  const by = step.by === 'dba' ? ' (by the DBA: hart has no right to)' : '';
  const indent = ' '.repeat(4);
  const { later = [] } = step;
  const shown = (text: string) => indent + text.replaceAll('\n', `\n${indent}`);
  return [
    `${String(index + 1).padStart(3)} ${step.title}${by}${step.why === null ? '' : `, ${step.why}`}`,
    ...step.statements.map(shown),
    ...(later.length === 0 ? [] : [`${indent}And by template, what is known at that time only:`]),
    ...later.map(shown),
  ];
}

function notChosen({ notChosen: others }: Plan): readonly string[] {
  return others.map(({ what, why }) => `Not chosen: ${what} (${why})`);
}

function consentWords(approvals: number, typedName: boolean, plan: Plan): string {
  const name = typedName ? ` It wants ${plan.environment}/${plan.target.database} typed.` : '';
  if (approvals === 0) return `It runs as soon as you confirm it.${name}`;
  const people = approvals === 1 ? 'one other person' : `${approvals} other people`;
  const others = (plan.approversOf ?? []).map((side) => `, and an approver of ${side}`).join('');
  return `After you confirm it, ${people} must approve it${others}.${name}`;
}

/** Where a run is, in one line. */
export function runWords(run: Run): string {
  const { id, plan, state, order, steps } = run;
  const current = steps.find((step) => step.state === 'running');
  const title = plan.steps.find((step) => step.id === current?.id)?.title;
  const percent = current?.percent ?? null;
  const progress =
    state === 'running' && title !== undefined
      ? `: ${title}${percent === null ? '' : ` ${percent} %`}`
      : '';
  const waits = state === 'waiting' ? ` (${agreedWords(run)})` : '';
  return `${id}  ${state}${waits}${progress}  ${plan.title}, asked by ${order.by.person}`;
}

/** What differs in the plan that would be carried out now, where a run became void because of that; empty otherwise. */
export function changedWords({ plan, planNow }: Run): string {
  if (planNow === undefined) return '';
  const lines = planDifferences(plan, planNow).map(({ what, was, is }) => {
    const values = was === null && is === null ? '' : `: ${was ?? 'none'} → ${is ?? 'none'}`;
    return `  - ${what}${values}\n`;
  });
  return `What changed until the start:\n${lines.join('')}`;
}

/** What came of it. */
export function reportWords(run: Run): string {
  const { id, report, state, endedBy } = run;
  const lines =
    report === null
      ? [
          `Run ${id}: ${state}${endedBy === null ? '' : ` by ${endedBy.by.person || 'hart'}: ${endedBy.why}`}.`,
        ]
      : [
          report.title,
          ...report.lines,
          ...(report.left.length === 0
            ? []
            : ['', 'Left to the DBA:', ...report.left.map((statement) => `    ${statement}`)]),
        ];
  return `${lines.join('\n')}\n${changedWords(run)}`;
}

/** Whether it ended as it should. */
export function succeeded({ state }: Run): boolean {
  return !isOver(state) || state === 'done' || state === 'incomplete';
}
