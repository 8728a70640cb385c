import type { Acted, Acting, Given } from '../../src/domain/acting.ts';
import type { Refusal } from '../../src/domain/authority.ts';
import { type Consent, named, type Plan } from '../../src/domain/plan.ts';
import {
  type Agent,
  follows,
  type Run,
  type RunOrder,
  type RunState,
} from '../../src/domain/run.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { overwriting } from '../../src/operations/acting/next-move.ts';
import { aPlan, aRun, backupPlan, onlyConfirm, twoApprovals } from './runs.ts';

/** What was tried, whatever came of it. */
interface Tried {
  readonly act: string;
  readonly id: string;
  readonly by: string;
  readonly refused: string | null;
}

export interface ActingInMemory extends Acting {
  readonly runs: Map<string, Run>;
  readonly tried: Tried[];
  readonly proposed: RunOrder[];
  /** Puts a run there as it is. */
  put(run: Run): Run;
}

const refuse = (rule: string, message: string): Refusal => ({
  kind: 'refusal',
  rule,
  message,
  hint: 'Ask again.',
});

/** Keeps the rules of the interface in memory: who, in which state, on which hash. It runs nothing. */
export function actingInMemory(
  options: {
    readonly plan?: (order: RunOrder) => Plan | Refusal;
    readonly consent?: Partial<Consent>;
    readonly code?: string;
    readonly now?: () => number;
  } = {},
): ActingInMemory {
  const now = options.now ?? Date.now;
  const runs = new Map<string, Run>();
  const tried: Tried[] = [];
  const proposed: RunOrder[] = [];

  function note(act: string, id: string, by: Agent, acted: Acted): Acted {
    tried.push({ act, id, by: by.person, refused: 'rule' in acted ? acted.rule : null });
    if (!('rule' in acted)) runs.set(acted.id, acted);
    return acted;
  }

  async function change(
    act: string,
    id: string,
    by: Agent,
    work: (run: Run) => Acted,
  ): Promise<Acted> {
    const run = runs.get(id);
    const acted = run === undefined ? refuse('no-run', `There is no run ${named(id)}.`) : work(run);
    return note(act, id, by, acted);
  }

  function pass(run: Run, state: RunState, changed: Partial<Run> = {}): Acted {
    if (!follows[run.state].includes(state)) return wrongState(run);
    return { ...run, ...changed, state, version: run.version + 1 };
  }

  function wrongState({ id, state }: Run): Refusal {
    return refuse('state', `Run ${named(id)} is ${state}.`);
  }

  function consentTrouble(run: Run, given: Given): Refusal | null {
    if (given.hash !== run.hash) return refuse('S43', 'This is not the plan that was before you.');
    if (run.consent.stepUp && given.code !== (options.code ?? '123456'))
      return refuse('code-wrong', 'The code is not right.');
    return null;
  }

  function ownOnly(run: Run, by: Agent): Refusal | null {
    return run.order.by.person === by.person
      ? null
      : refuse('not-requester', 'Someone else asked for this.');
  }

  async function propose(order: RunOrder): Promise<Acted> {
    proposed.push(order);
    const { operation } = order;
    const plan =
      options.plan?.(order) ??
      (operation.startsWith('restore') ? aPlan({ operation }) : backupPlan({ operation }));
    const id = `R${300 + runs.size}`;
    if ('rule' in plan) return note('propose', id, order.by, plan);
    const usual = plan.risk === 'critical' ? twoApprovals : onlyConfirm;
    const consent = { ...usual, ...options.consent };
    const times = { askedAt: now(), expiresAt: now() + 15 * MINUTE, confirmedAt: null };
    const run = aRun({ id, order, plan, consent, ...times, state: 'planned' });
    return note('propose', id, order.by, run);
  }

  return {
    runs,
    tried,
    proposed,
    put(run) {
      runs.set(run.id, run);
      return run;
    },
    propose,
    confirm: (id, by, given) =>
      change('confirm', id, by, (run) => {
        const trouble = ownOnly(run, by) ?? consentTrouble(run, given);
        if (trouble !== null) return trouble;
        const name = `${run.plan.environment}/${run.plan.target.database}`;
        if (run.consent.typedName && given.typedName !== name)
          return refuse('typed-name', `Type ${named(name)}.`);
        const at = { confirmedAt: now() };
        return run.consent.approvals === 0
          ? pass(run, 'running', { ...at, startedAt: now(), expiresAt: null })
          : pass(run, 'waiting', at);
      }),
    approve: (id, by, given) =>
      change('approve', id, by, (run) => {
        if (run.order.by.person === by.person)
          return refuse('S40', "You asked for this, so you can't approve it.");
        if (run.state !== 'waiting') return wrongState(run);
        if (run.approvals.some((one) => one.by.person === by.person))
          return refuse('S40', 'You have approved this already.');
        const trouble = consentTrouble(run, given);
        if (trouble !== null) return trouble;
        const approvals = [...run.approvals, { by, at: now(), hash: given.hash }];
        return approvals.length >= run.consent.approvals
          ? pass(run, 'approved', { approvals })
          : { ...run, approvals, version: run.version + 1 };
      }),
    reject: (id, by, why) =>
      change('reject', id, by, (run) => pass(run, 'rejected', { endedBy: { by, why } })),
    withdraw: (id, by) =>
      change(
        'withdraw',
        id,
        by,
        (run) => ownOnly(run, by) ?? pass(run, 'withdrawn', { endedBy: { by, why: '' } }),
      ),
    start: (id, by) =>
      change('start', id, by, (run) => {
        if (run.state !== 'approved') return wrongState(run);
        return ownOnly(run, by) ?? pass(run, 'running', { startedAt: now(), expiresAt: null });
      }),
    cancel: (id, by) =>
      change('cancel', id, by, (run) => {
        if (run.state === 'running' && overwriting(run) !== null)
          return refuse('S12', 'It overwrites: a cancel is a plan of its own now.');
        return run.state === 'running'
          ? { ...run, cancelAsked: { by, at: now() }, version: run.version + 1 }
          : wrongState(run);
      }),
    async askAgain(id, by) {
      const run = runs.get(id);
      if (run === undefined) return note('askAgain', id, by, refuse('no-run', 'No such run.'));
      return await propose({ ...run.order, by });
    },
    find: async (id) => runs.get(id) ?? null,
    list: async (environment, limit) =>
      [...runs.values()]
        .filter(({ plan }) => plan.environment === environment)
        .toReversed()
        .slice(0, limit),
  };
}
