import type { Refusal } from '../../domain/authority.ts';

export function refuse(rule: string, message: string, hint: string): Refusal {
  return { kind: 'refusal', rule, message, hint };
}

export function unknownRun(id: string): Refusal {
  return refuse('unknown-run', `There is no run ${id}.`, '`/hart runs` lists those there are.');
}
