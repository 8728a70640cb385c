import { textIn } from '../../domain/json-fields.ts';
import { named } from '../../domain/plan.ts';
import type { Run } from '../../domain/run.ts';

/**
 * What a restore beside leaves besides the database: the old one under its other name, or, where it came to nothing, what
 * the last step said of both. Neither bears a run's mark, so dropping it is the DBA's (S16).
 */
export function besideLines({ memory, plan, steps }: Run, isThere: boolean): readonly string[] {
  const [product, before, copy] = [
    plan.target.database,
    textIn(memory, 'before') ?? '',
    textIn(plan.memory, 'copy') ?? '',
  ].map(named);
  if (isThere)
    return [
      `${before} is the database of before, whole, for administrators only, its broker off. Keep it until this restore is accepted; then the DBA drops it.`,
      `Undo: the DBA turns the broker of ${product} off, renames it to ${copy}, and ${before} to ${product}.`,
    ];
  const last = steps.find(({ id }) => id === 'doors')?.note ?? null;
  return [
    ...(last === null ? [] : [last]),
    ...(memory['copy'] === null
      ? []
      : [`What there is of the copy ${copy} is not used: the DBA drops it.`]),
  ];
}
