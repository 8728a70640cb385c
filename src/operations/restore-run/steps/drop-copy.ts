import { textIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { StepContext, StepKind } from '../../acting/operation.ts';
import { readSession } from '../read-facts.ts';
import { about } from '../statements.ts';
import { marksOf } from './marks.ts';
import { failure, notTheTarget, sessionOf, standingOf, troubleWords } from './standing.ts';

/** Drops nothing but the database that was approved: same id, same time of creation, the run's own mark, nobody in it (S16). */
export const dropCopyStep: StepKind = {
  async perform(context) {
    const { database } = context.plan.target;
    const standing = await standingOf(context, database);
    if (!standing.ok)
      return failure(context, database, 'The server could not be asked.', standing.trouble);
    const found = standing.value;
    if (found === null) return { kind: 'done', note: 'It was gone already.' };
    const why =
      notTheTarget(context, found) ??
      (found.createdLocal === context.memory['created']
        ? null
        : `${named(database)} was made anew since`) ??
      (await whyNotOurs(context, database));
    if (why !== null) return failure(context, database, `Nothing was dropped: ${why}.`);
    const answer = await sessionOf(context).run(
      about(context.ports.template, 'drop-copy', database),
    );
    return answer.ok
      ? { kind: 'done', note: null }
      : failure(
          context,
          database,
          `DROP failed (${troubleWords(answer.trouble)}).`,
          answer.trouble,
        );
  },
  async examine(context) {
    const standing = await standingOf(context, context.plan.target.database);
    if (!standing.ok) return { kind: 'unclear', why: 'the server could not be asked' };
    return standing.value === null
      ? { kind: 'done', note: 'It is gone.' }
      : { kind: 'again', note: 'it was still there.' };
  },
};

async function whyNotOurs(context: StepContext, database: string): Promise<string | null> {
  const { ports, memory } = context;
  if (database.toLowerCase() === ports.settings.database.toLowerCase())
    return 'it is the product’s own database';
  const seen = await ports.facts.ask('database-sessions', {
    database: { type: 'text', value: database },
  });
  if (!seen.ok) return 'who uses it is not known';
  if (seen.value.map(readSession).length > 0) return 'someone uses it';
  const marks = await marksOf(context, database);
  if (!marks.ok) return `its mark could not be read (${troubleWords(marks.trouble)})`;
  return marks.value.get('hart_run') === memory['madeBy']
    ? null
    : `it does not bear the mark of ${textIn(memory, 'madeBy') ?? 'its run'}`;
}
