import type { PlanStep } from '../../domain/plan.ts';

/** @throws TypeError for a step that its own plan did not write so */
export function inputText({ id, input }: PlanStep, name: string): string {
  const value = input[name];
  if (typeof value === 'string') return value;
  throw new TypeError(`Step ${id} has no ${name}`);
}
