import { textIn, textsIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { StepContext, StepKind, StepOutcome } from '../../acting/operation.ts';
import { ownerByDba } from '../after-steps.ts';
import { setOption } from '../statements.ts';
import { failure, sessionOf, standingOf, troubleWords } from './standing.ts';

/** Setting what is set already does no harm, so all of these are done anew after a crash. */
const examine: StepKind['examine'] = async () => ({
  kind: 'again',
  note: 'setting it twice does no harm.',
});

/** The options as they were (S9). What this login may not set after all is left to the DBA, by name. */
export const options: StepKind = {
  async perform(context) {
    const { step } = context;
    const left: string[] = [];
    for (const statement of step.statements) {
      const answer = await sessionOf(context).run(statement);
      if (answer.ok) continue;
      left.push(statement);
    }
    return left.length === 0 ? { kind: 'done', note: null } : byDba(context, left, null);
  },
  examine,
};

/** By the signed procedure; where that does not work, the DBA's statement is what is left. */
export const owner: StepKind = {
  async perform(context) {
    const { plan, step, ports } = context;
    const { database } = plan.target;
    const to = textIn(step.input, 'owner') ?? '';
    const answer = await sessionOf(context).run(ports.template('set-owner'), {
      database: { type: 'text', value: database },
      owner: { type: 'text', value: to },
    });
    if (!answer.ok)
      return byDba(
        context,
        [ownerByDba(ports.template, database, to)],
        troubleWords(answer.trouble),
      );
    const after = await standingOf(context, database);
    if (after.ok && after.value?.owner !== null && after.value?.owner !== to)
      return failure(context, database, `The owner is not ${named(to)} after all.`);
    return { kind: 'done', note: `It belongs to ${named(to)}.` };
  },
  examine,
};

export const trustworthy: StepKind = {
  async perform(context) {
    const { plan, ports } = context;
    const { database } = plan.target;
    const answer = await sessionOf(context).run(ports.template('set-trustworthy'), {
      database: { type: 'text', value: database },
    });
    return answer.ok
      ? { kind: 'done', note: null }
      : byDba(
          context,
          [setOption(ports.template, database, 'TRUSTWORTHY ON', 'set-option-dba')],
          troubleWords(answer.trouble),
        );
  },
  examine,
};

/** The step turned out to be the DBA's: the run goes on, ends `incomplete`, and its report holds the statements (S4). */
export function byDba(
  context: StepContext,
  statements: readonly string[],
  why: string | null,
): StepOutcome {
  const what = statements.length === 1 ? 'Left to the DBA' : `${statements.length} left to the DBA`;
  return {
    kind: 'by-dba',
    note: why === null ? `${what}.` : `${what} (${why}).`,
    memory: leftWith(context, statements),
  };
}

/** What is left to the DBA, carried to the report. */
export function leftWith({ memory }: StepContext, statements: readonly string[]) {
  return { left: [...new Set([...textsIn(memory, 'left'), ...statements])] };
}
