import { type Refusal, refuse } from '../../domain/authority.ts';
import type { Agent, Approval, Run } from '../../domain/run.ts';
import type { ActingParts } from './ports.ts';

type Sided = Pick<Run, 'order' | 'plan' | 'approvals' | 'hash' | 'id'>;

/** The environments whose approvers a run wants: its own, and those that its plan touches besides (S17). */
export function sidesOf({ order, plan }: Pick<Run, 'order' | 'plan'>): readonly string[] {
  return [order.environment, ...(plan.approversOf ?? [])];
}

/** The approvals that count: of different people, none the requester, on the plan as it is now. */
export function countingApprovals({ approvals, hash, order }: Sided): readonly Approval[] {
  const people = new Map<string, Approval>();
  for (const approval of approvals) {
    const { person } = approval.by;
    if (approval.hash === hash && person !== '' && person !== order.by.person)
      people.set(person, people.get(person) ?? approval);
  }
  return [...people.values()];
}

/** As approver of which environments this person agreed: those that were looked up at the click. */
function agreedFor(run: Pick<Run, 'order'>, approval: Approval): readonly string[] {
  return approval.approverOf ?? [run.order.environment];
}

/** What is missing still: so many people of the run's own environment, and one of each of the others named. */
interface StillWanted {
  readonly own: number;
  readonly others: readonly string[];
}

/** @param approvals that the consent wants, all of them of the run's own environment */
export function stillWanted(
  run: Sided,
  approvals: number,
  counted: readonly Approval[] = countingApprovals(run),
): StillWanted {
  const [own = '', ...others] = sidesOf(run);
  const given = counted.map((approval) => agreedFor(run, approval));
  return {
    own: Math.max(0, approvals - given.filter((sides) => sides.includes(own)).length),
    others: others.filter((side) => !given.some((sides) => sides.includes(side))),
  };
}

/** No role is an answer; a look-up that failed is none, and refuses (S42). */
const lacking = new Set(['role-missing', 'role-empty', 'S41']);

/**
 * As approver of which environments someone may agree to a run now, each looked up for itself. Refused where of none, where
 * one could not be looked up, and where it would bring nothing that is missing still.
 */
export async function agreesFor(
  { mayStill }: Pick<ActingParts, 'mayStill'>,
  run: Run,
  by: Agent,
): Promise<readonly string[] | Refusal> {
  const critical = run.plan.risk === 'critical';
  const sides: string[] = [];
  let first: Refusal | null = null;
  for (const side of sidesOf(run)) {
    const refusal = await mayStill(by, 'approver', side, critical);
    if (refusal === null) sides.push(side);
    else if (!lacking.has(refusal.rule)) return refusal;
    first ??= refusal;
  }
  if (sides.length === 0) return first ?? nobody;
  const wanted = stillWanted(run, run.consent.approvals);
  const [own = ''] = sidesOf(run);
  const helps =
    wanted.others.some((side) => sides.includes(side)) || (wanted.own > 0 && sides.includes(own));
  return helps || wanted.others.length === 0 ? sides : onlyOthers(run, wanted.others);
}

const nobody = refuse('S17', 'You are an approver of neither.', 'Ask an approver.');

function onlyOthers({ id, order }: Run, others: readonly string[]): Refusal {
  return refuse(
    'S17',
    `${id} has the approvals that ${order.environment} wants: missing is ${approverWords(others)}.`,
    `Ask ${approverWords(others)}.`,
  );
}

/** `an approver of production` */
export function approverWords(others: readonly string[]): string {
  return others.map((side) => `an approver of ${side}`).join(' and ');
}

/** The same for those who read it: what they see given is what is counted. */
export function missingNow(run: Sided & Pick<Run, 'consent'>): StillWanted {
  return stillWanted(run, run.consent.approvals, run.approvals);
}

/** `1 of 2`, `1 of 1, without an approver of production` */
export function agreedWords(run: Sided & Pick<Run, 'consent'>): string {
  const { approvals } = run.consent;
  const { own, others } = missingNow(run);
  const without = others.length === 0 ? '' : `, without ${approverWords(others)}`;
  return `${approvals - own} of ${approvals}${without}`;
}

/** Those whose role is looked up again at the start, each for what they agreed as. */
export async function approversStill(
  { mayStill }: Pick<ActingParts, 'mayStill'>,
  run: Run,
): Promise<Refusal | null> {
  const critical = run.plan.risk === 'critical';
  for (const approval of countingApprovals(run))
    for (const side of agreedFor(run, approval)) {
      const refusal = await mayStill(approval.by, 'approver', side, critical);
      if (refusal !== null)
        return refuse(
          refusal.rule,
          `The approval of ${approval.by.person} does not count any more: ${refusal.message}`,
          refusal.hint,
        );
    }
  return null;
}

/** Whoever may consent for one of them may refuse to: being listed by name is wanted for a yes only. */
export async function mayReject(
  { mayStill }: Pick<ActingParts, 'mayStill'>,
  run: Run,
  by: Agent,
): Promise<Refusal | null> {
  let first: Refusal | null = null;
  for (const side of sidesOf(run)) {
    const refusal = await mayStill(by, 'approver', side, false);
    if (refusal === null) return null;
    first ??= refusal;
  }
  return first;
}
