import type { Given } from '../../domain/acting.ts';
import { type Refusal, refuse } from '../../domain/authority.ts';
import type { Consent } from '../../domain/plan.ts';
import { type Agent, isOver, type Run, type RunOrder, type RunState } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { approverWords, stillWanted } from './both-sides.ts';
import { planFormat } from './plan-hash.ts';
import type { ActingParts } from './ports.ts';

/** What has become of a run, in the words of refusals. */
const stateWords: Readonly<Record<RunState, string>> = {
  planned: 'is not confirmed yet',
  waiting: 'waits for approvals',
  approved: 'is approved and waits for its start',
  running: 'is running',
  done: 'is done',
  incomplete: 'is done, with steps left to the DBA',
  failed: 'has failed',
  stopped: 'has stopped',
  cancelled: 'was cancelled',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  expired: 'has expired',
  void: 'is void',
};

/** Who has no hands to press anything: what it asks for must need none. */
const scheduleActor = 'schedule';

export function isSchedule({ actor, person }: Agent): boolean {
  return actor === scheduleActor && person === '';
}

/** Whether the run is where the act finds it: the one place that decides double clicks and replays. */
export function wantState(run: Run, wanted: readonly RunState[]): Refusal | null {
  if (wanted.includes(run.state)) return null;
  const ended = run.endedBy === null ? '' : `: ${run.endedBy.why}`;
  return refuse('state', `${run.id} ${stateWords[run.state]}${ended}.`, wayOn(run.state));
}

function wayOn(state: RunState): string {
  if (state === 'expired' || state === 'void') return 'Ask again for a new plan.';
  if (isOver(state)) return 'It cannot be changed any more.';
  return 'Look at its card: what can be done stands there.';
}

export function isExpired(run: Run, now: Instant): boolean {
  return run.expiresAt !== null && now >= run.expiresAt;
}

export function wantTime(run: Run, now: Instant): Refusal | null {
  if (!isExpired(run, now)) return null;
  return refuse('S47', `${run.id} has expired.`, 'Ask again for a new plan.');
}

/** An identity without a person may change nothing (S40). */
export function wantPerson(by: Agent): Refusal | null {
  if (by.person !== '') return null;
  return refuse(
    'S40',
    'hart does not know which person you are.',
    'An admin adds your identity under `people` in hart.yml.',
  );
}

export function wantRequester(run: Run, by: Agent, act: string): Refusal | null {
  if (by.person !== '' && by.person === run.order.by.person) return null;
  if (isSchedule(by) && isSchedule(run.order.by)) return null;
  return refuse(
    'requester',
    `Only ${run.order.by.person}, who asked for ${run.id}, may ${act} it.`,
    'Ask for a plan of your own.',
  );
}

/** The plan that was before them is the one that is stored (S43). */
export function wantHash(run: Run, { hash }: Pick<Given, 'hash'>): Refusal | null {
  if (hash === run.hash) return null;
  return refuse(
    'S43',
    `What was shown to you is not the plan of ${run.id} as it is kept.`,
    'Open it anew and read it again.',
  );
}

/** Approvals are bound to the configuration under which it was asked (S46). */
function isOtherConfiguration(run: Run, configHash: string): boolean {
  return run.configHash !== configHash;
}

/** Why what waits is agreed to no more, whatever anybody does to it; null: it still is. */
export function outdated(
  run: Run,
  configHash: string,
): { readonly rule: string; readonly why: string } | null {
  if (isOtherConfiguration(run, configHash))
    return { rule: 'S46', why: 'the configuration has changed since it was asked' };
  if ((run.planFormat ?? firstFormat) !== planFormat)
    return {
      rule: 'version',
      why: 'it was planned by another version of hart, which keeps plans in another form',
    };
  return null;
}

/** Of runs that do not say in which form they are kept. */
const firstFormat = 'hart/plan/2';

export function wantTypedName(run: Run, { typedName }: Given): Refusal | null {
  const wanted = `${run.plan.environment}/${run.plan.target.database}`;
  if (typedName?.trim() === wanted) return null;
  return refuse(
    'typed-name',
    'The name that was typed is not that of the target.',
    `Type \`${wanted}\` to confirm.`,
  );
}

/**
 * By a person who is neither the requester nor among those who approved already (S40).
 *
 * @param approvers who may approve at all: the refusal says whom to ask
 */
export function wantAnotherPerson(
  run: Run,
  by: Agent,
  approvers: readonly string[],
): Refusal | null {
  const gave = run.approvals.map((approval) => approval.by.person);
  const others = approvers.filter((name) => name !== run.order.by.person && !gave.includes(name));
  const hint =
    others.length === 0 ? 'Nobody else may: ask an admin.' : `Those who may: ${others.join(', ')}.`;
  if (by.person === run.order.by.person)
    return refuse('S40', `You asked for ${run.id} yourself, so you cannot approve it.`, hint);
  if (gave.includes(by.person)) return refuse('S40', `You have approved ${run.id} already.`, hint);
  return null;
}

export function wantApprovals(run: Run, { approvals }: Consent): Refusal | null {
  const { own, others } = stillWanted(run, approvals);
  if (own === 0 && others.length === 0) return null;
  const hint = 'Ask again: approvals that do not count cannot be repaired.';
  return own > 0
    ? refuse(
        'S40',
        `${run.id} has ${approvals - own} of the ${approvals} approvals that it needs.`,
        hint,
      )
    : refuse('S17', `${run.id} lacks the approval of ${approverWords(others)}.`, hint);
}

/** Each want of the one and of the other: what was written down can never weaken what is configured. */
export function stricter(one: Consent, other: Consent): Consent {
  return {
    approvals: Math.max(one.approvals, other.approvals),
    typedName: one.typedName || other.typedName,
    stepUp: one.stepUp || other.stepUp,
  };
}

/** What is wanted of a run now, by what it was asked under and by what is configured. */
export function consentNow(
  { catalogue, consent }: Pick<ActingParts, 'catalogue' | 'consent'>,
  run: Run,
): Consent {
  const operation = catalogue.get(run.order.operation);
  const own =
    run.plan.consent === undefined ? run.consent : stricter(run.consent, run.plan.consent);
  if (operation === undefined) return own;
  return stricter(own, consent(run.order.environment, operation));
}

/** An operator; an approver too where it is a cancel, which every approver may ask for (S12). */
export async function mayAsk(
  { mayStill }: Pick<ActingParts, 'mayStill'>,
  { operation, environment, by }: Pick<RunOrder, 'operation' | 'environment' | 'by'>,
): Promise<Refusal | null> {
  const refusal = await mayStill(by, 'operator', environment, false);
  if (refusal === null || operation !== 'cancel') return refusal;
  return (await mayStill(by, 'approver', environment, false)) === null ? null : refusal;
}

export function firstOf(...refusals: readonly (Refusal | null)[]): Refusal | null {
  return refusals.find((each) => each !== null) ?? null;
}
