import { named } from '../../../domain/plan.ts';
import type { StepKind } from '../../acting/operation.ts';
import { text } from '../../acting/row-fields.ts';
import { about, setOption, statementFrom } from '../statements.ts';
import { leftWith } from './put-back.ts';
import { intoOf } from './restore-set.ts';
import { failure, sessionOf, standingOf, troubleWords } from './standing.ts';

/** A copy with a broker would act on the messages of the original a second time (S5). */
export const tame: StepKind = {
  async perform(context) {
    const into = intoOf(context);
    const { template } = context.ports;
    const session = sessionOf(context);
    const standing = await standingOf(context, into);
    if (!standing.ok || standing.value === null)
      return failure(context, into, `${named(into)} could not be looked at.`);
    if (standing.value.broker) {
      const off = await session.run(setOption(template, into, 'DISABLE_BROKER', 'set-broker'));
      if (!off.ok)
        return failure(
          context,
          into,
          `Its broker could not be turned off (${troubleWords(off.trouble)}).`,
          off.trouble,
        );
    }
    const queues = await session.run(about(template, 'activated-queues', into));
    if (!queues.ok) return { kind: 'done', note: 'Its broker is off.' };
    const left: string[] = [];
    for (const row of queues.value) {
      const statement = statementFrom(template('stop-activation'), {
        HartDatabase: into,
        HartSchema: text(row, 'schema_name') ?? 'dbo',
        HartQueue: text(row, 'name') ?? '',
      });
      const stopped = await session.run(statement);
      if (!stopped.ok) left.push(statement);
    }
    return {
      kind: 'done',
      note: `Its broker is off; ${queues.value.length - left.length} queues no longer start a procedure.`,
      memory: leftWith(context, left),
    };
  },
  examine: async () => ({ kind: 'again', note: 'turning off twice does no harm.' }),
};
