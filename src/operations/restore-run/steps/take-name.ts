import { named } from '../../../domain/plan.ts';
import type { StepContext, StepKind } from '../../acting/operation.ts';
import { marksOf, unmark } from './marks.ts';
import { unchanged } from './set-aside.ts';
import { troubleWords } from './standing.ts';
import { bothWords, giveName, isNamed, type Whereabouts, whereabouts } from './whereabouts.ts';

/** Gives the copy, recovered and proven, the product's name: from here on it is the database, still restricted. */
export const takeName: StepKind = {
  async perform(context) {
    const seen = await whereabouts(context);
    if (!seen.ok) return unchanged(context, 'The server could not be asked.', seen.trouble);
    const { names, old, fresh } = seen.value;
    if (fresh === null || old === null || !isNamed(old, names.before))
      return unchanged(context, 'The name is not free, or there is nothing to give it to.');
    if (!isNamed(fresh, names.product)) {
      const renamed = await giveName(context, fresh.name, names.product, 'RESTRICTED_USER');
      if (!renamed.ok)
        return unchanged(
          context,
          `The copy could not be renamed (${troubleWords(renamed.trouble)}).`,
          renamed.trouble,
        );
    }
    const after = await whereabouts(context);
    if (!after.ok || after.value.fresh === null || !isNamed(after.value.fresh, names.product))
      return unchanged(context, 'The copy does not bear the name after all.');
    await forgetMaker(context, after.value);
    return { kind: 'done', ...taken(after.value) };
  },

  async examine(context) {
    const seen = await whereabouts(context);
    if (!seen.ok) return { kind: 'unclear', why: 'the databases can’t be looked at' };
    const { names, old, fresh } = seen.value;
    if (fresh !== null && isNamed(fresh, names.product)) {
      await forgetMaker(context, seen.value);
      return { kind: 'done', ...taken(seen.value) };
    }
    if (fresh !== null && old !== null && isNamed(old, names.before))
      return { kind: 'again', note: 'the copy did not bear the name yet.' };
    return { kind: 'unclear', why: bothWords(seen.value) };
  },
};

/** A copy's mark is not the product's. Left in it, it does no harm: nothing that bears this name is dropped. */
async function forgetMaker(context: StepContext, { names }: Whereabouts): Promise<void> {
  const marks = await marksOf(context, names.product);
  for (const property of marks.ok ? marks.value.keys() : [])
    await unmark(context, names.product, property);
}

/** The steps that follow work on it by the product's name, and know it by its own id. */
function taken({ names, fresh }: Whereabouts) {
  return {
    note: `${named(names.product)} is the restored one.`,
    memory: {
      copy: null,
      databaseId: fresh?.databaseId ?? null,
      brokerGuid: fresh?.brokerGuid ?? null,
    },
  };
}
