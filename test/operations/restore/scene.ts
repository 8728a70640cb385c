import { expect, test } from 'vitest';
import type { BackupSet } from '../../../src/operations/restore/backup-set.ts';
import { planRestore } from '../../../src/operations/restore/plan-restore.ts';
import { readHistory } from '../../../src/operations/restore/read-history.ts';
import type {
  Moment,
  RestoreAnswer,
  RestorePlan,
  RestoreRefusal,
  RestoreRequest,
} from '../../../src/operations/restore/request.ts';
import { parseServerTime } from '../../../src/operations/restore/server-time.ts';
import type { RawSet } from './oracle.ts';

export type Changes = Partial<RawSet>;

/** `10:30` as a moment of the day of these histories. */
export function time(clock: string): string {
  return `2026-11-23T${clock.length === 5 ? `${clock}:00` : clock}`;
}

function known(id: string, clock: string, changes: Changes): RawSet {
  return {
    id,
    database: 'Hartonomous',
    type: 'log',
    startedAt: time(clock),
    finishedAt: time(clock),
    firstLsn: '0',
    lastLsn: '0',
    setGuid: `guid-${id}`,
    familyGuid: 'family',
    databaseGuid: 'database',
    firstForkGuid: 'A',
    lastForkGuid: 'A',
    forkPointLsn: null,
    isCopyOnly: false,
    isDamaged: false,
    isSnapshot: false,
    hasChecksums: true,
    hasBulkLoggedData: false,
    hasIncompleteMetadata: false,
    deviceType: 2,
    isMirror: false,
    position: 1,
    familyCount: 1,
    familySequences: [1],
    files: [`D:\\Backups\\${id}`],
    ...changes,
  };
}

/** A full that finished at `clock`, checkpoint at its first LSN. */
export function full(
  id: string,
  clock: string,
  lsns: [number, number],
  changes: Changes = {},
): RawSet {
  const [firstLsn, lastLsn] = [String(lsns[0]), String(lsns[1])];
  return known(id, clock, { type: 'full', firstLsn, lastLsn, checkpointLsn: firstLsn, ...changes });
}

/** A differential on `base`. */
export function diff(
  id: string,
  clock: string,
  lsns: [number, number],
  base: RawSet,
  changes: Changes = {},
): RawSet {
  const [firstLsn, lastLsn] = [String(lsns[0]), String(lsns[1])];
  return known(id, clock, {
    type: 'diff',
    firstLsn,
    lastLsn,
    differentialBaseGuid: base.setGuid ?? null,
    differentialBaseLsn: base.checkpointLsn ?? null,
    databaseBackupLsn: base.checkpointLsn ?? null,
    ...changes,
  });
}

export function log(
  id: string,
  clock: string,
  lsns: [number, number],
  changes: Changes = {},
): RawSet {
  const [firstLsn, lastLsn] = [String(lsns[0]), String(lsns[1])];
  return known(id, clock, { firstLsn, lastLsn, ...changes });
}

/** What is asked: a clock time or `latest`, and whatever else. */
export interface Ask {
  readonly to?: string;
  readonly exclude?: readonly ('diff' | 'log')[];
  readonly fork?: string;
  readonly from?: { readonly lsn: number; readonly diffBase?: number };
  readonly database?: string;
}

export function parsed(sets: readonly RawSet[]): readonly BackupSet[] {
  const read = readHistory({ sets });
  if (read.kind !== 'history') throw new Error(JSON.stringify(read));
  return read.sets;
}

function answerTo(sets: readonly RawSet[], ask: Ask): RestoreAnswer {
  return planRestore(parsed(sets), requestOf(ask));
}

export function requestOf(ask: Ask): RestoreRequest {
  const { to = 'latest', exclude = [], fork = null, from, database = 'Hartonomous' } = ask;
  return {
    database,
    moment: to === 'latest' ? null : momentAt(time(to)),
    exclude: { diff: exclude.includes('diff'), log: exclude.includes('log') },
    fork,
    continueFrom:
      from === undefined
        ? null
        : {
            lsn: BigInt(from.lsn),
            diffBase: from.diffBase === undefined ? null : BigInt(from.diffBase),
          },
  };
}

function momentAt(text: string): Moment {
  const found = parseServerTime(text);
  if (found === undefined) throw new Error(`${text} is no moment`);
  return { at: found.local, local: found.local, text };
}

/** The plan, or the test fails with the refusal. */
export function planFor(sets: readonly RawSet[], ask: Ask): RestorePlan {
  const answer = answerTo(sets, ask);
  if (!answer.ok) throw new Error(`${answer.reason}: ${answer.message}`);
  return answer;
}

/** The refusal, or the test fails with the plan. */
export function refusalFor(sets: readonly RawSet[], ask: Ask): RestoreRefusal {
  const answer = answerTo(sets, ask);
  if (answer.ok) throw new Error(`a plan: ${answer.steps.map(({ setId }) => setId).join(' ')}`);
  return answer;
}

/** `F1 D1 L2`, or the reason of the refusal. */
export function verdict(sets: readonly RawSet[], ask: Ask): string {
  const answer = answerTo(sets, ask);
  return answer.ok ? answer.steps.map(({ setId }) => setId).join(' ') : answer.reason;
}

export function whyNot(plan: RestorePlan, id: string): string {
  return plan.excluded.find(({ setId }) => setId === id)?.why ?? 'not left out';
}

export interface RuleCase {
  readonly rule: string;
  readonly sets: readonly RawSet[];
  readonly ask: Ask;
  /** The sets of the plan, or the reason of the refusal. */
  readonly is: string;
}

/** One test for each rule; the order in which a history lists its sets must not matter. */
export function checkRules(cases: readonly RuleCase[]): void {
  test.each(cases)('B2 $rule: $is', ({ sets, ask, is }) => {
    expect(verdict(sets, ask)).toBe(is);
    expect(verdict(sets.toReversed(), ask).replaceAll('-replica', '')).toBe(is);
  });
}
