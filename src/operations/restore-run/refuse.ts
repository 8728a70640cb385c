import type { Refusal } from '../../domain/authority.ts';

export function refuse(rule: string, message: string, hint: string): Refusal {
  return { kind: 'refusal', rule, message, hint };
}
