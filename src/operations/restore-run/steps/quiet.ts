import { textsIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { StepKind } from '../../acting/operation.ts';
import { count, refusedBySessions } from '../refuse-restore.ts';
import { setOption } from '../statements.ts';
import { loginStatements } from '../strangers.ts';
import { failure, notTheTarget, sessionOf, standingOf, troubleWords } from './standing.ts';
import { awaitStopped } from './stopped.ts';

/**
 * Goes on only where nobody is left in the database who would come back (S1), and what is open is soon rolled back (S15);
 * then keeps our own reader out of it, and stops the server's own sessions in it. Nobody is thrown off yet.
 */
export const quiet: StepKind = {
  async perform(context) {
    const { plan, ports, memory } = context;
    const { database } = plan.target;
    const standing = await standingOf(context, database);
    if (!standing.ok || standing.value === null)
      return failure(context, database, `${named(database)} could not be looked at.`);
    const wrong = notTheTarget(context, standing.value);
    if (wrong !== null) return failure(context, database, `Nothing was done: ${wrong}.`);
    const sessions = await awaitStopped(context);
    if ('kind' in sessions) return sessions;
    const refused = refusedBySessions(sessions, ports.settings.rollbackLimit);
    if (refused !== null) return failure(context, database, `Nothing was done: ${refused.message}`);
    await ports.keepReaderOut?.(true);
    // One that cannot be opened takes no option, and updates no statistics.
    const set =
      standing.value.state === 'ONLINE'
        ? await sessionOf(context).run(
            setOption(ports.template, database, 'AUTO_UPDATE_STATISTICS_ASYNC OFF'),
          )
        : standing;
    if (!set.ok)
      return failure(
        context,
        database,
        `Statistics could not be kept from being updated beside (${troubleWords(set.trouble)}).`,
        set.trouble,
      );
    return {
      kind: 'done',
      note: `${count(sessions.length, 'connection')} will be ended.`,
      memory: {
        enable: [
          ...new Set([
            ...textsIn(memory, 'enable'),
            ...loginStatements(
              ports.template,
              sessions.filter(({ disabled }) => disabled).map(({ login }) => login),
              'enable',
            ),
          ]),
        ],
      },
    };
  },
  examine: async () => ({ kind: 'again', note: 'looking and one option do no harm twice.' }),
};
