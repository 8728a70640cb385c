import type { PlanStep } from '../../domain/plan.ts';

/** A step of a plan, with what most steps have: done by the bot, nothing overwritten, nothing to undo. */
export function planStep(
  parts: Pick<PlanStep, 'id' | 'does' | 'title'> & Partial<PlanStep>,
): PlanStep {
  return {
    why: null,
    statements: [],
    by: 'bot',
    expected: null,
    undo: null,
    overwrites: false,
    input: {},
    ...parts,
  };
}
