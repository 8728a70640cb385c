import type { Block } from '../../domain/message.ts';
import type { Plan } from '../../domain/plan.ts';
import { readRestoreOptions } from '../../domain/restore-options.ts';
import type { Run } from '../../domain/run.ts';
import { formatDuration } from '../../domain/time.ts';
import { section } from './elements.ts';
import { clip, code } from './escape.ts';
import { planMarkup } from './plan-words.ts';
import { slackDate } from './slack-date.ts';
import { groupNumber, groupSteps, type StepGroup } from './step-groups.ts';

/** More lines than this are not read; the middle is left out, and `Statements` has it. */
const LINES = 22;
const HEAD = 14;
const PARAGRAPH = 900;
const NOTES = 1500;
const STEP_LINES = 2900;

/** What is lost, to when, how long it takes: what someone agrees to before they read the steps. */
export function stakesBlocks({ plan, order }: Pick<Run, 'plan' | 'order'>): readonly Block[] {
  const moment = momentWords(order);
  const loses = plan.loses.length === 0 ? 'nothing' : plan.loses.map(planMarkup).join('; ');
  const lines = [
    // That a log backup loses nothing is no news.
    ...(plan.loses.length === 0 && plan.risk === 'low' ? [] : [`*Loses:* ${loses}`]),
    ...(plan.expected === null ? [] : [`*Takes about:* ${formatDuration(plan.expected)}`]),
    ...(moment === null ? [] : [`*The moment in your time:* ${moment}`]),
  ];
  const notes = plan.notes.map((note) => `• ${planMarkup(note)}`);
  const warnings = plan.warnings.map((warning) => `• ${planMarkup(warning)}`);
  return [
    ...(lines.length === 0 ? [] : [section(clip(lines.join('\n'), PARAGRAPH))]),
    ...(notes.length === 0 ? [] : [section(clip(notes.join('\n'), NOTES))]),
    ...(warnings.length === 0
      ? []
      : [section(clip(['*Warnings*', ...warnings].join('\n'), PARAGRAPH))]),
  ];
}

/**
 * The steps in their order, alike ones together, and the ways that were not chosen.
 *
 * @param explained up to how many lines say why as well
 */
export function stepBlocks(
  plan: Plan,
  explained: number = Number.POSITIVE_INFINITY,
): readonly Block[] {
  const groups = groupSteps(plan.steps);
  const lines = groups.map((group) => stepLine(group, groups.length <= explained));
  return [...(lines.length === 0 ? [] : [section(withinLines(lines))]), ...notChosenBlocks(plan)];
}

/** Other ways to the same, and why not. */
export function notChosenBlocks(plan: Plan): readonly Block[] {
  const lines = plan.notChosen.map(
    ({ what, why }) => `*Not chosen:* ${planMarkup(what)} (${planMarkup(why)})`,
  );
  return lines.length === 0 ? [] : [section(clip(lines.join('\n'), PARAGRAPH))];
}

function withinLines(lines: readonly string[]): string {
  const left = lines.length - LINES;
  const shown =
    left > 0
      ? [
          ...lines.slice(0, HEAD),
          `… ${left} more lines: see *Statements*`,
          ...lines.slice(HEAD + left),
        ]
      : lines;
  // Each line its share, so that the last ones are there however long the first are.
  const share = Math.max(60, Math.floor(STEP_LINES / shown.length));
  const whole = shown.join('\n');
  return whole.length <= STEP_LINES ? whole : shown.map((line) => clip(line, share)).join('\n');
}

function stepLine(group: StepGroup, isExplained: boolean): string {
  const [first] = group.steps;
  const why = isExplained ? (first?.why ?? null) : null;
  const statement = first?.statements[0];
  const dba =
    first?.by === 'dba'
      ? `. *By the DBA*${statement === undefined ? '' : `: ${code(clip(statement, 120))}`}`
      : '';
  return `*${groupNumber(group)}.* ${planMarkup(group.title)}${why === null ? '' : `, ${planMarkup(why)}`}${dba}`;
}

/** The moment of a restore by the reader's own clock; the title has it by the server's and in UTC. */
function momentWords({ operation, options }: Run['order']): string | null {
  if (!operation.startsWith('restore.')) return null;
  const end = readRestoreOptions(options)?.end;
  return end?.kind === 'moment' ? slackDate(end.at, 'second') : null;
}
