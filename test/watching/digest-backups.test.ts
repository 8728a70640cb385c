import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/check.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import type { Row } from '../../src/domain/sample.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { digestBackups } from '../../src/watching/digest-backups.ts';
import { aCheck, aCheckResult } from '../fakes/views.ts';
import { every, withHistory } from './digest-history.ts';

const to = Date.parse('2026-11-23T08:00:00Z');
const day = { environment: 'production', from: to - DAY, to };

/** Full at 01:00, logs each quarter of an hour; `hold` keeps a log backup away for that long before its end. */
function row(at: number, gap: { readonly from: number; readonly to: number } | null = null): Row {
  const since = (step: number, shift: number) => (at - shift) % step;
  const held = gap !== null && at >= gap.from && at < gap.to;
  const log = held ? at - gap.from : since(15 * MINUTE, 0);
  return {
    labels: { database: 'Hartonomous' },
    values: {
      full_age_minutes: since(DAY, HOUR) / MINUTE,
      diff_age_minutes: null,
      log_age_minutes: log / MINUTE,
      log_exposed_minutes: log / MINUTE,
      chain_broken: 0,
    },
  };
}

const check: Check = aCheck({
  name: 'backup-freshness',
  interval: 2 * MINUTE,
  rules: aCheck().rules.map((rule) => ({
    ...rule,
    alert: 'log-backup-overdue',
    value: 'log_exposed_minutes',
    when: { comparison: '>', threshold: 15 },
    for: 2 * MINUTE,
  })),
});

function result(rows: readonly Row[]): CheckResult {
  const { sample } = aCheckResult();
  return aCheckResult({ check, sample: { ...sample, at: to, outcome: { kind: 'rows', rows } } });
}

async function backups(gap: { from: number; to: number } | null = null, last = row(to - MINUTE)) {
  const moments = every(2 * MINUTE, to - DAY - HOUR, to);
  const store = await withHistory('backup-freshness', moments, (at) => [row(at, gap)]);
  return digestBackups(day, result([last]), store);
}

describe('the backups of a digest', () => {
  it('are counted by the fall of their ages: a full a day, a log each quarter of an hour', async () => {
    const found = await backups();
    expect(found?.byKind).toEqual([
      { kind: 'full', made: 1 },
      { kind: 'log', made: 96 },
    ]);
    expect(found).toMatchObject({ made: 97, missed: 0, worstExposure: 14 * MINUTE });
  });

  it('are missed where a rule was broken for longer than it forgives', async () => {
    const found = await backups({ from: to - 6 * HOUR, to: to - 5 * HOUR });
    expect(found).toMatchObject({ missed: 1 });
    expect(found?.worstExposure).toBe(58 * MINUTE);
  });

  it('restore to the newest backup, unless the chain is broken', async () => {
    const found = await backups();
    expect(found?.restorableTo).toBe(to - 14 * MINUTE);
    const broken = { ...row(to), values: { ...row(to).values, chain_broken: 1 } };
    expect(await backups(null, broken)).toMatchObject({ restorableTo: null, behind: null });
  });

  it('S21 restore to nothing that is known where files are not seen, or were last seen more than a day ago', async () => {
    const unseen = { ...row(to), values: { ...row(to).values, files_unseen: 1 } };
    expect(await backups(null, unseen)).toMatchObject({ restorableTo: null, behind: null });
    const onUrl = { ...row(to), values: { ...row(to).values, files_unseen: null } };
    expect((await backups(null, onUrl))?.restorableTo).not.toBeNull();

    const store = await withHistory('backup-freshness', every(2 * MINUTE, to - DAY, to), (at) => [
      row(at),
    ]);
    const looked = (at: number) => {
      const last = result([row(at)]);
      return { ...last, sample: { ...last.sample, at } };
    };
    const reach = async (at: number) => (await digestBackups(day, looked(at), store))?.behind;
    expect(await reach(to - DAY)).not.toBeNull();
    expect(await reach(to - DAY - 1)).toBeNull();
  });

  it('of a week are counted by the hour, logs left out', async () => {
    const week = { ...day, from: to - 7 * DAY };
    const moments = every(10 * MINUTE, week.from - HOUR, to);
    const store = await withHistory('backup-freshness', moments, (at) => [row(at)]);
    await store.history.tend(to);
    const found = await digestBackups(week, result([row(to)]), store);
    expect(found?.byKind).toEqual([{ kind: 'full', made: 7 }]);
    expect(found?.missed).toBe(0);
  });

  it('are not counted, nor called complete, for a day that was hardly seen', async () => {
    const moments = every(2 * MINUTE, to - 3 * HOUR, to);
    const store = await withHistory('backup-freshness', moments, (at) => [row(at)]);
    const found = await digestBackups(day, result([row(to)]), store);
    expect(found).toMatchObject({ made: null, missed: null, byKind: [], worstExposure: null });
    expect(found?.restorableTo).not.toBeNull();
  });

  it('are not known where nothing was measured', async () => {
    const store = await withHistory('queues', [], () => []);
    expect(await digestBackups(day, undefined, store)).toBeNull();
  });
});
