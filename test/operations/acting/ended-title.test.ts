import { describe, expect, it } from 'vitest';
import { endedTitle } from '../../../src/operations/acting/ended-title.ts';
import { operations } from '../../../src/operations/catalogue.ts';
import { aRun, backupPlan } from '../../fakes/runs.ts';

/** What a cancel could not end has its own account of that. */
const others = operations.filter(({ name }) => name !== 'cancel');

describe.each(['failed', 'cancelled'] as const)('the report of a run that %s', (state) => {
  it.each(others)('is called alike: $name', (operation) => {
    const { name } = operation;
    const plan = { ...backupPlan(), operation: name };
    const run = aRun({ plan, state, order: { ...aRun().order, operation: name } });
    expect(operation.report(run).title).toBe(endedTitle(run));
    expect(endedTitle(run)).toBe(`R204 ${state}: ${plan.title}`);
  });
});
