import type { Acted, Given } from '../../domain/acting.ts';
import { isRefusal } from '../../domain/authority.ts';
import type { Agent, Run } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { actOnRun } from './act-on-run.ts';
import { ended } from './end-run.ts';
import { type Engine, runEntry } from './engine.ts';
import { shortHash } from './plan-hash.ts';
import { patience } from './propose.ts';
import {
  consentNow,
  counting,
  firstOf,
  isSchedule,
  mayAsk,
  wantAnotherPerson,
  wantHash,
  wantPerson,
  wantRequester,
  wantState,
  wantTime,
  wantTypedName,
} from './rules.ts';

/** What a confirmation wants, whether it starts the run or lets it wait for approvals. */
export function checkConfirm({ parts }: Engine, by: Agent, given: Given) {
  return (run: Run, now: Instant) =>
    firstOf(
      wantRequester(run, by, 'confirm'),
      wantState(run, ['planned']),
      wantTime(run, now),
      wantHash(run, given),
      consentNow(parts, run).typedName ? wantTypedName(run, given) : null,
    );
}

/** Asked once, and last: a code counts once. */
export function askConfirm({ parts }: Engine, by: Agent, given: Given) {
  return async (run: Run) => {
    if (isSchedule(by)) return null;
    const may = await mayAsk(parts, { ...run.order, by });
    return may ?? (consentNow(parts, run).stepUp ? parts.stepUp(by, given.code) : null);
  };
}

/** The requester agrees to the plan; from now on all can see it. */
export function confirmAndWait(
  engine: Engine,
  id: string,
  by: Agent,
  given: Given,
): Promise<Acted> {
  return actOnRun(engine, {
    id,
    by,
    name: 'confirm',
    check: checkConfirm(engine, by, given),
    ask: askConfirm(engine, by, given),
    apply: (run, at) => ({
      run: { ...run, state: 'waiting', confirmedAt: at, expiresAt: at + patience },
      entry: runEntry(run, { at, by, act: 'confirm', outcome: 'done', detail: { hash: run.hash } }),
    }),
  });
}

export async function approve(engine: Engine, id: string, by: Agent, given: Given): Promise<Acted> {
  const { parts } = engine;
  const acted = await actOnRun(engine, {
    id,
    by,
    name: 'approve',
    check: (run, now) =>
      firstOf(
        wantPerson(by),
        wantState(run, ['waiting']),
        wantTime(run, now),
        wantHash(run, given),
        wantAnotherPerson(run, by, parts.approvers(run.order.environment)),
      ),
    async ask(run) {
      const { plan, order } = run;
      const critical = plan.risk === 'critical';
      const may = await parts.mayStill(by, 'approver', order.environment, critical);
      return may ?? (consentNow(parts, run).stepUp ? parts.stepUp(by, given.code) : null);
    },
    apply: (run, at) => approved(run, by, at),
  });
  // Whoever approves does not wait for a place elsewhere; what it does not take is sent again.
  if (!isRefusal(acted)) void engine.anchor();
  return acted;
}

function approved(before: Run, by: Agent, at: Instant) {
  const approvals = [...before.approvals, { by, at, hash: before.hash }];
  const run = { ...before, approvals };
  const have = counting(run).length;
  const need = before.consent.approvals;
  const detail = { hash: before.hash, have, need };
  const entry = runEntry(before, { at, by, act: 'approve', outcome: 'done', detail });
  const words = `${by.person} approved ${run.id} (plan \`${shortHash(run.hash)}\`, ${have} of ${need}).`;
  if (have < need) return { run, entry, lines: [{ text: words }] };
  return {
    run: { ...run, state: 'approved' as const, expiresAt: at + patience },
    entry,
    lines: [{ text: words }],
  };
}

export function reject(engine: Engine, id: string, by: Agent, why: string): Promise<Acted> {
  const { parts } = engine;
  return actOnRun(engine, {
    id,
    by,
    name: 'reject',
    check: (run, now) =>
      firstOf(wantPerson(by), wantState(run, ['waiting', 'approved']), wantTime(run, now)),
    // Whoever may consent may refuse to: being listed by name is wanted for a yes only.
    ask: ({ order }) => parts.mayStill(by, 'approver', order.environment, false),
    apply: (run, at) =>
      ended(run, 'rejected', by, why, at, `${by.person} rejected ${run.id}: ${why}`),
  });
}

export function withdraw(engine: Engine, id: string, by: Agent): Promise<Acted> {
  return actOnRun(engine, {
    id,
    by,
    name: 'withdraw',
    check: (run) =>
      firstOf(
        wantRequester(run, by, 'withdraw'),
        wantState(run, ['planned', 'waiting', 'approved']),
      ),
    apply: (run, at) =>
      ended(run, 'withdrawn', by, 'withdrawn', at, `${by.person} withdrew ${run.id}.`),
  });
}
