import { textIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { StepKind, StepOutcome } from '../../acting/operation.ts';
import { about } from '../statements.ts';
import { sessionOf, troubleWords } from './standing.ts';
import { whereabouts } from './whereabouts.ts';

/**
 * Writes into the database that was set aside which run did so, by the procedure that it brings along: only then may the
 * bot ever drop it (S16). That it cannot is no fault of the restore, which is done by then.
 */
export const markBefore: StepKind = {
  async perform(context) {
    const { plan, ports, run } = context;
    const before = textIn(plan.memory, 'before') ?? '';
    const seen = await whereabouts(context);
    if (!seen.ok) return unmarked(before, troubleWords(seen.trouble));
    const { old } = seen.value;
    if (old === null || old.name.toLowerCase() !== before.toLowerCase())
      return unmarked(before, 'it is not where it was put');
    const answer = await sessionOf(context).run(about(ports.template, 'mark-set-aside', old.name), {
      run: { type: 'text', value: run.id },
    });
    if (!answer.ok) return unmarked(before, troubleWords(answer.trouble));
    return { kind: 'done', note: null, memory: { asideCreated: old.createdLocal } };
  },
  examine: async () => ({ kind: 'again', note: 'writing it twice does no harm.' }),
};

function unmarked(before: string, why: string): StepOutcome {
  return {
    kind: 'done',
    note: `${named(before)} could not be marked (${why}): dropping it is the DBA’s.`,
    memory: { asideCreated: null },
  };
}
