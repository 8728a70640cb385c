import type { Permission, Refusal, Role } from '../domain/authority.ts';
import type { Gate, GateQuestion } from './gate.ts';

/** Lets pass who holds any of these roles. Only the lack of a role is a reason to ask for the next. */
export async function gateAny(
  gate: Gate,
  wanted: readonly [Role, ...Role[]],
  question: Omit<GateQuestion, 'wanted'>,
): Promise<Permission | Refusal> {
  const [first, ...others] = wanted;
  const answer = await gate({ ...question, wanted: first });
  if (answer.kind === 'permission') return answer;
  for (const role of others) {
    if (!lacksRole(answer)) break;
    const next = await gate({ ...question, wanted: role });
    if (next.kind === 'permission') return next;
  }
  return answer;
}

function lacksRole({ rule }: Refusal): boolean {
  return rule === 'role-missing' || rule === 'role-empty' || rule === 'group-unknown';
}
