import { describe, expect, it } from 'vitest';
import { isUndoing } from '../../../src/operations/restore-run/steps/doors.ts';
import { aPlan, aRun, aStep, otto, stepsOf } from '../../fakes/runs.ts';
import { NOON } from '../../fakes/views.ts';

const plan = aPlan({ steps: ['full', 'prove', 'doors'].map((id) => aStep({ id })) });
const steps = (prove: 'waiting' | 'done' | 'failed') =>
  stepsOf(plan).map((step) => (step.id === 'prove' ? { ...step, state: prove } : step));
const agreed = { run: 'R206', after: 'prove', leaves: '', goesOn: '' };
const asked = { by: otto, at: NOON };
const undoes = (...run: Parameters<typeof aRun>) => isUndoing({ run: aRun({ plan, ...run[0] }) });

describe('S12 the doors', () => {
  it('are opened by the plan where a cancel that was agreed to names a later place', () => {
    expect(undoes({ steps: steps('waiting') })).toBe(false);
    expect(undoes({ steps: steps('waiting'), cancelAsked: { ...asked, agreed } })).toBe(false);
  });

  it('are what is owed after a cancel that took effect, and after a failure', () => {
    expect(undoes({ steps: steps('done'), cancelAsked: { ...asked, agreed } })).toBe(true);
    expect(undoes({ steps: steps('waiting'), cancelAsked: asked })).toBe(true);
    expect(undoes({ steps: steps('failed') })).toBe(true);
  });
});
