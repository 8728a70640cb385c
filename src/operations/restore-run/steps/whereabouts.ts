import { objectIn, textIn, textsIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { Answer } from '../../../domain/target.ts';
import type { StepContext } from '../../acting/operation.ts';
import { rename } from '../statements.ts';
import { leavesOf, type Standing, sessionOf, standingOf } from './standing.ts';

/** The three names of a restore beside: the product's, the copy's while it is made, the old one's afterwards. */
export interface Names {
  readonly product: string;
  readonly copy: string;
  readonly before: string;
}

/** Where the old database and the new one are now: known by their files, since names and times of creation change. */
export interface Whereabouts {
  readonly names: Names;
  readonly old: Standing | null;
  readonly fresh: Standing | null;
}

function namesIn({ plan }: Pick<StepContext, 'plan'>): Names {
  return {
    product: plan.target.database,
    copy: textIn(plan.memory, 'copy') ?? '',
    before: textIn(plan.memory, 'before') ?? '',
  };
}

/** Asks the server under each of the names (S13). */
export async function whereabouts(context: StepContext): Promise<Answer<Whereabouts>> {
  const names = namesIn(context);
  const oldFiles = lower(textsIn(context.plan.memory, 'oldFiles'));
  const moves = objectIn(context.plan.memory, 'moves');
  const freshFiles = lower(Object.keys(moves).map((logical) => textIn(moves, logical) ?? ''));
  let old: Standing | null = null;
  let fresh: Standing | null = null;
  for (const name of [names.product, names.copy, names.before]) {
    const answer = await standingOf(context, name);
    if (!answer.ok) return answer;
    const file = answer.value?.file?.toLowerCase() ?? '';
    if (oldFiles.includes(file)) old = answer.value;
    if (freshFiles.includes(file)) fresh = answer.value;
  }
  return { ok: true, value: { names, old, fresh } };
}

function lower(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.toLowerCase());
}

/** Both of them, with their names and states: what every failure of a swap leaves is one of few such sentences. */
export function bothWords({ names, old, fresh }: Whereabouts): string {
  const before =
    old === null
      ? 'The database of before cannot be found by its files.'
      : `The database of before is ${named(old.name)}: ${leavesOf(old, old.name)}`;
  const restored =
    fresh === null
      ? 'The restored one is not there.'
      : `The restored one is ${named(fresh.name)}: ${leavesOf(fresh, fresh.name)}`;
  const nobody = [old, fresh].some((one) => one !== null && isNamed(one, names.product))
    ? ''
    : ` No database is called ${named(names.product)} now.`;
  return `${before} ${restored}${nobody}`;
}

export function isNamed({ name }: Standing, wanted: string): boolean {
  return name.toLowerCase() === wanted.toLowerCase();
}

/** Somebody came in between the two statements of the batch: then it is tried again at once. */
const tries = 3;
const inUse = [5030, 5061, 5064, 924];

/** Throws everyone out and changes the name, in one batch. */
export async function giveName(
  context: StepContext,
  from: string,
  to: string,
  option: 'SINGLE_USER' | 'RESTRICTED_USER',
): Promise<Answer<unknown>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await sessionOf(context).run(rename(context.ports.template, from, to, option));
    if (answer.ok || attempt >= tries || !inUse.includes(Number(answer.trouble.code)))
      return answer;
  }
}
