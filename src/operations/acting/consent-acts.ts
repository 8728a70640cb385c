import type { Acted, Given } from '../../domain/acting.ts';
import { isRefusal } from '../../domain/authority.ts';
import type { Agent, Run } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { actOnRun } from './act-on-run.ts';
import { agreesFor, approverWords, mayReject, sidesOf, stillWanted } from './both-sides.ts';
import { ended } from './end-run.ts';
import { type Engine, runEntry } from './engine.ts';
import { shortHash } from './plan-hash.ts';
import { patience } from './propose.ts';
import {
  consentNow,
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
  let sides: readonly string[] = [];
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
        wantAnotherPerson(run, by, [...new Set(sidesOf(run).flatMap(parts.approvers))]),
      ),
    async ask(run) {
      const may = await agreesFor(parts, run, by);
      if (isRefusal(may)) return may;
      sides = may;
      return consentNow(parts, run).stepUp ? parts.stepUp(by, given.code) : null;
    },
    apply: (run, at) => approved(run, by, sides, at),
  });
  // Whoever approves does not wait for a place elsewhere; what it does not take is sent again.
  if (!isRefusal(acted)) void engine.anchor();
  return acted;
}

function approved(before: Run, by: Agent, sides: readonly string[], at: Instant) {
  const isCrossing = (before.plan.approversOf ?? []).length > 0;
  const given = { by, at, hash: before.hash, ...(isCrossing ? { approverOf: sides } : {}) };
  const run = { ...before, approvals: [...before.approvals, given] };
  const need = before.consent.approvals;
  const { own, others } = stillWanted(run, need);
  const have = need - own;
  const as = isCrossing ? { approverOf: sides.join(', ') } : {};
  const detail = { hash: before.hash, have, need, ...as };
  const entry = runEntry(before, { at, by, act: 'approve', outcome: 'done', detail });
  const words = `${by.person} approved ${run.id} (plan \`${shortHash(run.hash)}\`, ${have} of ${need}${others.length === 0 ? '' : `; missing is ${approverWords(others)}`}).`;
  if (own > 0 || others.length > 0) return { run, entry, lines: [{ text: words }] };
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
    ask: (run) => mayReject(parts, run, by),
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
