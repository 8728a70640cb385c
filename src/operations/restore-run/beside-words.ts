import { textIn } from '../../domain/json-fields.ts';
import { named } from '../../domain/plan.ts';
import type { Report, Run } from '../../domain/run.ts';

/** What a restore beside leaves besides the database: the old one under its other name, or a copy that came to nothing. */
export function besideLines({ memory, plan, steps }: Run, isThere: boolean): readonly string[] {
  const [product, before, copy] = [
    plan.target.database,
    textIn(memory, 'before') ?? '',
    textIn(plan.memory, 'copy') ?? '',
  ].map(named);
  if (isThere)
    return [
      `${before} is the database of before, whole, for administrators only, its broker off. Keep it until this restore is accepted; then ${textIn(memory, 'asideCreated') === null ? 'the DBA drops it' : 'drop it, by a run that others approve'}.`,
      `Undo: the DBA turns the broker of ${product} off, renames it to ${copy}, and ${before} to ${product}; then sets ${product} MULTI_USER, and its broker on if it was.`,
    ];
  const last = steps.find(({ id }) => id === 'doors')?.note ?? null;
  return [
    ...(last === null ? [] : [last]),
    ...(memory['copy'] === null
      ? []
      : [
          `What there is of the copy ${copy} is not used: ${memory['marked'] === true ? 'drop it, by a run that another approves' : 'the DBA drops it'}.`,
        ]),
  ];
}

/** Dropping what it leaves, where that bears the run's mark (S16); the old one only by a second consent (S8). */
export function besideNext({ id, memory }: Run, isThere: boolean): Report['next'] {
  const created = textIn(memory, isThere ? 'asideCreated' : 'createdLocal');
  const copy = textIn(memory, isThere ? 'before' : 'copy');
  if (memory['way'] !== 'beside' || created === null || copy === null) return [];
  const options = { copy, madeBy: id, created };
  if (isThere) return [{ label: 'Drop the old database…', operation: 'before.drop', options }];
  return memory['marked'] === true
    ? [{ label: 'Drop the copy…', operation: 'copy.drop', options }]
    : [];
}
