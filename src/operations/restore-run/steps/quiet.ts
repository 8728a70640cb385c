import { named } from '../../../domain/plan.ts';
import type { StepKind } from '../../acting/operation.ts';
import { readSession } from '../read-facts.ts';
import { count, refusedBySessions } from '../refuse-restore.ts';
import { setOption } from '../statements.ts';
import { failure, notTheTarget, sessionOf, standingOf, troubleWords } from './standing.ts';

/**
 * Looks once more who uses the database (S15), keeps our own reader out of it, and stops the server's own sessions in it
 * (S1). Nobody is thrown off yet.
 */
export const quiet: StepKind = {
  async perform(context) {
    const { plan, ports } = context;
    const { database } = plan.target;
    const standing = await standingOf(context, database);
    if (!standing.ok || standing.value === null)
      return failure(context, database, `${named(database)} could not be looked at.`);
    const wrong = notTheTarget(context, standing.value);
    if (wrong !== null) return failure(context, database, `Nothing was done: ${wrong}.`);
    const seen = await ports.facts.ask('database-sessions', {
      database: { type: 'text', value: database },
    });
    const sessions = seen.ok
      ? seen.value.map(readSession).filter(({ program }) => !program.startsWith('hart'))
      : null;
    const refused = refusedBySessions(sessions);
    if (refused !== null) return failure(context, database, `Nothing was done: ${refused.message}`);
    await ports.keepReaderOut?.(true);
    const set = await sessionOf(context).run(
      setOption(ports.template, database, 'AUTO_UPDATE_STATISTICS_ASYNC OFF'),
    );
    if (!set.ok)
      return failure(
        context,
        database,
        `Statistics could not be kept from being updated beside (${troubleWords(set.trouble)}).`,
        set.trouble,
      );
    return {
      kind: 'done',
      note: `${count(sessions?.length ?? 0, 'connection')} will be ended.`,
    };
  },
  examine: async () => ({ kind: 'again', note: 'looking and one option do no harm twice.' }),
};
