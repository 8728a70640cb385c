import { named, type Plan } from '../../domain/plan.ts';
import type { Report, Run, RunOrder } from '../../domain/run.ts';
import { claimOn } from '../acting/database-target.ts';
import { endedTitle } from '../acting/ended-title.ts';
import type { RepairFacts } from './queue-facts.ts';

/** The parts of a plan that repairs have in common. */
export function repairPlan(
  { operation, environment }: RunOrder,
  { target }: RepairFacts,
  parts: Pick<Plan, 'title' | 'risk' | 'steps' | 'binding'> & Partial<Plan>,
): Plan {
  return {
    operation,
    environment,
    target,
    loses: [],
    notes: [],
    warnings: [],
    expected: null,
    notChosen: [],
    mutes: [],
    claims: [claimOn(target, 'queues')],
    memory: {},
    ...parts,
  };
}

/** What was done, and what came of it. */
export function reportRepair(run: Run, done: string, next: Report['next'] = []): Report {
  const { state, plan, steps } = run;
  const titleOf = (step: string) => plan.steps.find((each) => each.id === step)?.title ?? step;
  return {
    title: state === 'done' ? done : endedTitle(run),
    lines: steps.flatMap(({ id: step, note, state: was }) => {
      if (note === null) return [];
      return [was === 'failed' ? `Failed: ${titleOf(step)}. ${note}` : note];
    }),
    left: [],
    next,
  };
}

/** The queue as titles name it. */
export function queueIn({ order: { options } }: Run): string {
  return named(typeof options['queue'] === 'string' ? options['queue'] : '');
}
