import type { Block } from '../../domain/message.ts';
import type { Run } from '../../domain/run.ts';
import { formatDuration } from '../../domain/time.ts';
import { section } from './elements.ts';
import { clip, escape } from './escape.ts';
import { agentWords, planMarkup } from './plan-words.ts';

const PARAGRAPH = 1800;
const STATEMENTS = 1500;

/** What was done, how long it took, what proves it, and what is left: for a run that is over. */
export function reportBlocks(run: Run): readonly Block[] {
  const { report } = run;
  const said = saidAlready(run);
  const lines = [
    ...endedWords(run),
    ...failedWords(run),
    ...(report?.lines ?? [])
      .filter((line) => !said.some((why) => line.endsWith(why) || line.endsWith(`${why}.`)))
      .map((line) => `• ${planMarkup(line)}`),
    ...tookWords(run),
  ];
  const left = report?.left ?? [];
  return [
    ...(lines.length === 0 ? [] : [section(clip(lines.join('\n'), PARAGRAPH))]),
    ...(left.length === 0
      ? []
      : [section(`*Left to the DBA* (${left.length})\n${codeBlock(left, STATEMENTS)}`)]),
  ];
}

/** Why it failed and why hart ended it: the lines above the report's say so. */
function saidAlready({ steps, endedBy }: Run): readonly string[] {
  const failed = steps.find(({ state }) => state === 'failed')?.note ?? '';
  const why = endedBy === null || endedBy.by.person !== '' ? '' : endedBy.why.trim();
  return [failed, why].filter((words) => words !== '');
}

function endedWords({ endedBy, state }: Run): readonly string[] {
  if (endedBy === null) return [];
  const { by, why } = endedBy;
  if (by.person === '') return why.trim() === '' ? [] : [`*Why:* ${planMarkup(why)}`];
  // "Withdrawn by @otto: withdrawn" says nothing more.
  const reason = why.trim() === '' || why === state ? '' : `: ${planMarkup(why)}`;
  return [`*By* ${agentWords(by)}${reason}`];
}

/** How far it came. Of a run that came to its end its title says how long it took. */
function tookWords({ state: end, startedAt, endedAt, steps }: Run): readonly string[] {
  if (end === 'done' || startedAt === null || endedAt === null) return [];
  const done = steps.filter(({ state }) => state === 'done').length;
  const words = `${done} of ${steps.length} step${steps.length === 1 ? '' : 's'} done`;
  return [`${words} in ${formatDuration(endedAt - startedAt)}`];
}

/** Which step it was that went wrong, by its number in the plan. */
function failedWords({ plan, steps }: Run): readonly string[] {
  const failed = steps.find(({ state }) => state === 'failed');
  if (failed === undefined) return [];
  const step = plan.steps.find(({ id }) => id === failed.id);
  if (step === undefined) return [];
  const number = plan.steps.indexOf(step) + 1;
  const why = failed.note === null ? '' : `: ${planMarkup(failed.note)}`;
  return [`*Failed at step ${number}:* ${planMarkup(step.title)}${why}`];
}

/** Statements as they are, in a block of code that nothing in them can end. */
export function codeBlock(statements: readonly string[], most: number): string {
  const text = apart(statements).replaceAll('```', "'''");
  return `\`\`\`\n${clip(escape(text), most)}\n\`\`\``;
}

/** Of several that go over lines nobody sees where one ends. */
export function apart(statements: readonly string[]): string {
  const isLong = statements.some((statement) => statement.includes('\n'));
  return statements.join(isLong ? '\n\n' : '\n');
}
