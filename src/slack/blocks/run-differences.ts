import type { Block } from '../../domain/message.ts';
import type { Plan, PlanStep } from '../../domain/plan.ts';
import type { Run } from '../../domain/run.ts';
import { type PlanDifference, planDifferences } from '../../operations/acting/plan-differences.ts';
import { section } from './elements.ts';
import { clip, code } from './escape.ts';
import { planMarkup } from './plan-words.ts';
import { stakesBlocks } from './run-plan.ts';
import { groupNumber } from './step-groups.ts';

const PARAGRAPH = 2900;
const LINES = 24;
const TITLE = 110;
const VALUE = 60;

/** Of a plan that became void: what would be done now, with what differs from what was agreed to marked. */
export function newPlanBlocks(run: Run): readonly Block[] {
  const { plan, planNow, order } = run;
  if (planNow === undefined) return [];
  const found = planDifferences(plan, planNow);
  return [
    ...differenceBlocks(plan, planNow, 'What changed'),
    section(`*The new plan*, which nobody has agreed to: ${planMarkup(clip(planNow.title, 600))}`),
    ...stakesBlocks({ plan: planNow, order }),
    ...stepsBlock(plan, planNow, found),
  ];
}

/** What differs, a line each; nothing where nothing does that an approval is bound to. */
export function differenceBlocks(before: Plan, now: Plan, title: string): readonly Block[] {
  const lines = planDifferences(before, now).map(line);
  return lines.length === 0 ? [] : [section(`*${title}*\n${within(lines)}`)];
}

function line({ what, was, is }: PlanDifference): string {
  const values = [was, is].map((value) => (value === null ? 'none' : code(clip(value, VALUE))));
  const change = was === null && is === null ? '' : `: ${values.join(' → ')}`;
  return `• ${planMarkup(clip(what, TITLE))}${change}`;
}

function stepsBlock(before: Plan, now: Plan, found: readonly PlanDifference[]): readonly Block[] {
  const changed = new Set(found.flatMap(({ step }) => step ?? []));
  const lines: string[] = [];
  let same: number[] = [];
  const flush = () => {
    const [first] = same;
    const last = same.at(-1);
    if (first === undefined || last === undefined) return;
    lines.push(`*${groupNumber({ from: first, to: last })}.* as before`);
    same = [];
  };
  for (const { step, at } of merged(before, now)) {
    if (at !== null && !changed.has(step.id)) {
      same.push(at);
      continue;
    }
    flush();
    const title = planMarkup(clip(step.title, TITLE));
    const isNew = !before.steps.some(({ id }) => id === step.id);
    lines.push(
      at === null ? `~${title}~ no longer` : `*${at}.* ${title} *${isNew ? 'new' : 'changed'}*`,
    );
  }
  flush();
  return lines.length === 0 ? [] : [section(within(lines))];
}

/** The steps of now by their number, and between them those that are gone, after what stood before them. */
function merged(
  before: Plan,
  now: Plan,
): readonly { readonly step: PlanStep; readonly at: number | null }[] {
  const gone = (step: PlanStep) => !now.steps.some(({ id }) => id === step.id);
  const after = (index: number) => {
    const next = before.steps.slice(index).findIndex((step) => !gone(step));
    const end = next < 0 ? before.steps.length : index + next;
    return before.steps.slice(index, end).map((step) => ({ step, at: null }));
  };
  return [
    ...after(0),
    ...now.steps.flatMap((step, index) => {
      const place = before.steps.findIndex(({ id }) => id === step.id);
      return [{ step, at: index + 1 }, ...(place < 0 ? [] : after(place + 1))];
    }),
  ];
}

function within(lines: readonly string[]): string {
  const left = lines.length - LINES;
  const shown = left > 0 ? [...lines.slice(0, LINES), `… ${left} more`] : lines;
  return clip(shown.join('\n'), PARAGRAPH);
}
