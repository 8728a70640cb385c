import type { Run } from '../../domain/run.ts';

/** `R204 failed: Restore …`: what the report of a run is called that did not come to its end, whatever it was to do. */
export function endedTitle({ id, state, plan }: Pick<Run, 'id' | 'state' | 'plan'>): string {
  return `${id} ${state}: ${plan.title}`;
}
