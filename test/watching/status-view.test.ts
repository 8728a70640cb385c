import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/check.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import type { Outcome } from '../../src/domain/sample.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { statusBlocks } from '../../src/slack/blocks/status.ts';
import { judge } from '../../src/watching/judge.ts';
import {
  botLine,
  type StatusInput,
  statusView,
  summaries,
} from '../../src/watching/status-view.ts';
import { aCheck, aRule } from '../fakes/a-check.ts';
import { aStatus } from '../fakes/views.ts';
import { sampleOf } from '../support/test-sample.ts';

const now = 10 * MINUTE;
const check = aCheck({
  name: 'backup-freshness',
  subsystem: 'Backups',
  labels: ['database'],
  values: { files_unseen: 'count' },
  headline: '{sum(files_unseen)} files unseen',
  rules: [aRule({ alert: 'backup-files-missing', value: 'files_unseen', onError: 'keep' })],
});

const rows = (unseen: number | null): Outcome => ({
  kind: 'rows',
  rows: [
    { labels: { database: 'master' }, values: { files_unseen: 0 } },
    { labels: { database: 'Hartonomous' }, values: { files_unseen: unseen } },
  ],
});

function resultOf(outcome: Outcome, at = now): CheckResult {
  return judge(check, { ...sampleOf([], at), check: check.name, outcome }, []);
}

function status(results: readonly CheckResult[], checks: readonly Check[] = [check]) {
  const input: StatusInput = {
    ...aStatus(),
    bot: botLine({
      sockets: 2,
      waiting: 0,
      oldest: null,
      cycle: null,
      storeBytes: 0,
      faults: [],
    }),
    checks,
    disabled: [],
    results: new Map(results.map((result) => [result.check.name, result])),
    instances: [],
    trends: new Map(),
    now,
  };
  return statusView(input);
}

describe('S18 the status after a restore', () => {
  const restored = (name: string, at = now) => {
    const of = aCheck({ name, subsystem: name === 'ooda-loop' ? 'OODA loop' : 'Queries' });
    const outcome: Outcome = {
      kind: 'unknown',
      reason: 'restored',
      detail: 'the database was restored 6 min ago; what it says of the 15 min before now is older',
      restoredAgo: 6 * MINUTE,
    };
    return judge(of, { ...sampleOf([], at), check: name, outcome }, []);
  };

  it('says once how long ago it was and which checks judge only what came after', () => {
    const results = [restored('slow-queries'), restored('ooda-loop', now - 1000)];
    const told = status(
      results,
      results.map((result) => result.check),
    );
    expect(told.restored).toEqual({ ago: 6 * MINUTE, checks: ['ooda-loop', 'slow-queries'] });
    const unknown = told.lines.filter(({ headline }) => headline === 'too soon after the restore');
    expect(unknown.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    const content = statusBlocks(told, { now, link: () => null }, null);
    const words = JSON.stringify(content.blocks);
    expect(words.match(/Restored 6 min ago/g)).toHaveLength(1);
    expect(words).toContain(
      'Restored 6 min ago: `ooda-loop`, `slow-queries` judge only what came after',
    );
    expect(`${words} ${content.text}`).not.toContain('was restored');
  });

  it('says nothing of it where no check looks behind it', () => {
    expect(status([resultOf(rows(0))]).restored).toBeNull();
  });
});

const line = (results: readonly CheckResult[]) =>
  status(results).lines.find(({ subsystem }) => subsystem === 'Backups');

describe('the status line of a check that cannot tell', () => {
  it.each<[why: string, result: CheckResult | null, words: string]>([
    ['a row lacks a value', resultOf(rows(null)), 'files_unseen of Hartonomous is not known'],
    [
      'the probe failed',
      resultOf({ kind: 'unknown', reason: 'permission', detail: 'the right SELECT is missing' }),
      'the right SELECT is missing',
    ],
    ['it has not run', null, 'has not run yet'],
    ['it ran long ago', resultOf(rows(1), 0), 'has not run for 10 min'],
  ])('says why: %s', (_, result, words) => {
    const results = result === null ? [] : [result];

    expect(line(results)).toMatchObject({ state: 'unknown', headline: words, reason: words });
    expect(summaries([check], [], new Map(results.map((one) => [check.name, one])), now)).toEqual([
      expect.objectContaining({ state: 'unknown', reason: words }),
    ]);
  });

  it('gives no reason where all is known', () => {
    expect(line([resultOf(rows(3))])).toMatchObject({
      state: 'ok',
      headline: '3 files unseen',
      reason: null,
    });
  });
});
