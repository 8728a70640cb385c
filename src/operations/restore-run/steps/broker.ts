import { textsIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { ResultRow } from '../../../domain/target.ts';
import type { StepKind } from '../../acting/operation.ts';
import { text } from '../../acting/row-fields.ts';
import { about, setOption } from '../statements.ts';
import { byDba } from './put-back.ts';
import { failure, notTheTarget, sessionOf, standingOf, troubleWords } from './standing.ts';

/** Shows what waits, then lets it go: the last of all, since what waits is acted on (S5). */
export const broker: StepKind = {
  async perform(context) {
    const { plan, ports } = context;
    const { database } = plan.target;
    const standing = await standingOf(context, database);
    if (!standing.ok || standing.value === null)
      return failure(context, database, `${named(database)} could not be looked at.`);
    const wrong = notTheTarget(context, standing.value);
    if (wrong !== null) return failure(context, database, `The broker stays off: ${wrong}.`);
    if (standing.value.state !== 'ONLINE')
      return failure(context, database, `The broker stays off: it is ${standing.value.state}.`);
    const held = textsIn(context.memory, 'held');
    if (held.length > 0)
      return byDba(
        context,
        [setOption(ports.template, database, 'ENABLE_BROKER', 'set-broker')],
        `not before ${held.map(named).join(', ')} ${held.length === 1 ? 'is' : 'are'} as before`,
      );
    const waiting = await sessionOf(context).run(
      about(ports.template, 'waiting-messages', database),
    );
    const answer = await sessionOf(context).run(
      setOption(ports.template, database, 'ENABLE_BROKER', 'set-broker'),
    );
    if (!answer.ok && answer.trouble.kind === 'permission')
      return byDba(
        context,
        [setOption(ports.template, database, 'ENABLE_BROKER', 'set-broker')],
        troubleWords(answer.trouble),
      );
    if (!answer.ok)
      return failure(
        context,
        database,
        answer.trouble.code === 9772
          ? 'Another database of this server has the same broker and has it enabled (error 9772).'
          : `The broker could not be enabled (${troubleWords(answer.trouble)}).`,
        answer.trouble,
      );
    const after = await standingOf(context, database);
    if (after.ok && after.value?.broker === false)
      return failure(context, database, 'The broker is off after all.');
    return {
      kind: 'done',
      note: `The broker is on; ${waitingWords(waiting.ok ? waiting.value : [])}.`,
    };
  },
  async examine(context) {
    const standing = await standingOf(context, context.plan.target.database);
    if (!standing.ok || standing.value === null)
      return { kind: 'unclear', why: 'the database can’t be looked at' };
    return standing.value.broker
      ? { kind: 'done', note: 'The broker is on.' }
      : { kind: 'again', note: 'the broker was still off.' };
  },
};

/** Catalogue views hide rows instead of refusing: a database without queues is one that this login does not see. */
function waitingWords(rows: readonly ResultRow[]): string {
  if (rows.length === 0) return 'what waits is not known: this login sees no queue';
  const waiting = rows.filter((row) => Number(row['waiting']) > 0);
  if (waiting.length === 0) return 'no message was waiting';
  const words = waiting.map(
    (row) => `${named(text(row, 'queue') ?? '')} ${text(row, 'waiting') ?? ''}`,
  );
  return `waiting: ${words.join(', ')}`;
}
