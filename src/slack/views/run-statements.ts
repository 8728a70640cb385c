import type { Block } from '../../domain/message.ts';
import type { PlanStep } from '../../domain/plan.ts';
import type { Run } from '../../domain/run.ts';
import { actionIds, actions, context, section } from '../blocks/elements.ts';
import { clip } from '../blocks/escape.ts';
import { planMarkup, planPlain, shortHash } from '../blocks/plan-words.ts';
import { apart, codeBlock } from '../blocks/run-report.ts';
import type { TextFile } from '../upload-file.ts';

/** What a dialog can show of statements; a plan of more is read as a file. */
const CHARACTERS = 40_000;
const SECTIONS = 80;
const STATEMENT = 2700;
/** Of it, for what is known later. */
const LATER = 800;

/**
 * The exact statements step by step, as many as a dialog holds; what is left out is said, and the file has it.
 *
 * @param isTold the steps and their reasons stand above already: here are those that send something
 */
export function statementBlocks(run: Pick<Run, 'id' | 'plan'>, isTold = false): readonly Block[] {
  const steps = [...run.plan.steps.entries()].filter(
    ([, step]) => !isTold || step.statements.length + laterOf(step).length > 0,
  );
  const blocks: Block[] = [];
  let characters = 0;
  for (const [at, step] of steps) {
    const why = isTold || step.why === null ? '' : `, ${planMarkup(clip(step.why, 200))}`;
    const text = [
      `*${at + 1}.* ${planMarkup(clip(step.title, 200))}${step.by === 'dba' ? ' (by the DBA)' : ''}${why}`,
      ...(step.statements.length === 0
        ? []
        : [codeBlock(step.statements, STATEMENT - roomForLater(step))]),
      ...(laterOf(step).length === 0 ? [] : [`_${laterWords}:_`, codeBlock(laterOf(step), LATER)]),
    ].join('\n');
    if (characters + text.length > CHARACTERS || blocks.length >= SECTIONS) break;
    characters += text.length;
    blocks.push(section(text));
  }
  const left = steps.length - blocks.length;
  const cut = left > 0 || run.plan.steps.some(isCut);
  if (!cut) return blocks;
  const words = left > 0 ? `and ${left} more steps` : 'some statements are longer than fits here';
  return [
    ...blocks,
    context(
      `${words}: the file has every statement whole. It goes into the run's thread, or to you while it has none.`,
    ),
    actions([{ label: 'All as a file', actionId: actionIds.runStatementsFile, value: run.id }]),
  ];
}

function isCut(step: PlanStep): boolean {
  const room = STATEMENT - roomForLater(step);
  return apart(step.statements).length > room || apart(laterOf(step)).length > LATER;
}

function roomForLater(step: PlanStep): number {
  return laterOf(step).length === 0 ? 0 : LATER + laterWords.length;
}

const laterWords = 'and by template, what is known at that time only';

function laterOf({ later = [] }: PlanStep): readonly string[] {
  return later;
}

/** All of a plan's statements, to be read beside the dialog. */
export function statementsFile({ id, hash, plan }: Run): TextFile {
  const steps = plan.steps.map(({ title, statements, by, later = [] }, at) => {
    const head = `-- ${at + 1}. ${comment(title)}${by === 'dba' ? ' (by the DBA)' : ''}`;
    const after = later.length === 0 ? [] : [`-- ${laterWords}:`, ...later.map(commented)];
    return `${[head, apart(statements), ...after].filter((text) => text !== '').join('\n')}\n`;
  });
  const head = [`-- ${comment(plan.title)}`, `-- run ${id}, plan ${hash}`, ''];
  return {
    name: `run-${id}-${hash.slice(0, 8)}.sql`,
    title: `Statements of run ${id}, plan ${shortHash(hash)}`,
    text: [...head, ...steps].join('\n'),
  };
}

/** A template is not to be run with the file. */
function commented(text: string): string {
  return text.replaceAll(/^/gm, '-- ');
}

/** On one line: a name with a line break in it would end the comment, and what follows would be run with the file. */
function comment(text: string): string {
  return planPlain(text).replaceAll(/[\s\u2028\u2029]+/g, ' ');
}
