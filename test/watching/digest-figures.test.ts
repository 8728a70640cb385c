import { describe, expect, it } from 'vitest';
import { untouched } from '../../src/domain/incident.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { digestDue } from '../../src/watching/digest-due.ts';
import { digestNumbers } from '../../src/watching/digest-numbers.ts';
import { digestSlowest } from '../../src/watching/digest-slowest.ts';
import type { IncidentRecord } from '../../src/watching/incidents.ts';
import { aCheck, aCheckResult, anIncident } from '../fakes/views.ts';
import { every, withHistory } from './digest-history.ts';

const to = Date.parse('2026-11-23T08:00:00Z');
const day = { environment: 'production', from: to - DAY, to };
const week = { environment: 'production', from: to - 7 * DAY, to };

const slowRows = (at: number) => [
  {
    labels: { query: '7' },
    values: { avg_duration_ms: at < day.from ? 100 : 112, executions: 60 },
  },
  { labels: { query: '9' }, values: { avg_duration_ms: 40, executions: 1912 } },
  ...(at < day.from
    ? []
    : [{ labels: { query: 'new' }, values: { avg_duration_ms: 300, executions: 2 } }]),
];

const incident = (openedAt: number, more: Partial<IncidentRecord> = {}): IncidentRecord => ({
  ...anIncident({ resolvedAt: openedAt + 20 * MINUTE }),
  handling: { ...untouched, acknowledgedAt: openedAt + 4 * MINUTE },
  groupKey: 'g',
  lines: 1,
  writtenAt: openedAt,
  openedAt,
  ...more,
});

const dueOf = (
  name: string,
  label: string,
  column: string,
  comparison: '<' | '>',
  threshold: number,
  value: number,
) => {
  const check = aCheck({
    name,
    title: 'Partitions',
    labels: [label],
    values: { [column]: 'days' },
    rules: aCheck().rules.map((rule) => ({
      ...rule,
      value: column,
      when: { comparison, threshold },
    })),
  });
  const { sample } = aCheckResult();
  const rows = [{ labels: { [label]: 'x' }, values: { [column]: value } }];
  const result = aCheckResult({ check, sample: { ...sample, outcome: { kind: 'rows', rows } } });
  return digestDue(new Map([[name, result]]));
};

describe('the slowest queries of a digest', () => {
  it('are those of the whole period, against the period before, where there was one', async () => {
    const store = await withHistory('slow-queries', every(HOUR, to - 2 * DAY, to), slowRows);
    const { sample } = aCheckResult();
    const seen = [{ labels: { query: '7' }, values: { module: 'dbo.sp_Search' } }];
    const result = aCheckResult({ sample: { ...sample, outcome: { kind: 'rows', rows: seen } } });
    expect(await digestSlowest(day, result, store)).toEqual([
      { query: 'query new', averageMs: 300, runs: 2, change: null },
      {
        query: 'query 7 in dbo.sp_Search',
        averageMs: 112,
        runs: 60,
        change: expect.closeTo(0.12, 6),
      },
      { query: 'query 9', averageMs: 40, runs: 1912, change: 0 },
    ]);
  });

  it('are none where nothing was measured', async () => {
    expect(await digestSlowest(day, undefined, await withHistory('queues', [], () => []))).toEqual(
      [],
    );
  });
});

describe('the numbers of a week', () => {
  it('stand beside those of the week before', async () => {
    const store = await withHistory('queues', every(HOUR, to - 14 * DAY, to), (at) => [
      { labels: { queue: 'ActQueue' }, values: { depth: at === to - HOUR ? 1480 : 3 } },
    ]);
    const incidents = [
      incident(to - 8 * DAY),
      incident(to - 2 * DAY, { severity: 'critical' }),
      incident(to - DAY, { handling: untouched, resolvedAt: null }),
      incident(to - HOUR, { isTest: true }),
    ];
    expect(await digestNumbers(week, incidents, store)).toEqual([
      { name: 'Incidents', unit: 'count', value: 2, before: 1 },
      { name: 'Of them critical', unit: 'count', value: 1, before: 0 },
      { name: 'Until taken', unit: 'minutes', value: 4, before: 4 },
      { name: 'Until resolved', unit: 'minutes', value: 20, before: 20 },
      { name: 'Deepest queue', unit: 'count', value: 1480, before: 3 },
    ]);
  });

  it('say nothing of a week in which nothing was measured', async () => {
    const store = await withHistory('queues', every(HOUR, to - DAY, to), () => [
      { labels: { queue: 'ActQueue' }, values: { depth: 3 } },
    ]);
    const numbers = await digestNumbers(week, [], store);
    expect(numbers.at(-1)).toEqual({
      name: 'Deepest queue',
      unit: 'count',
      value: 3,
      before: null,
    });
  });
});

describe('what is due', () => {
  it.each([
    ['integrity', 'checkdb_age_days', '>', 7, 5, ['CHECKDB of x in 2 d']],
    ['integrity', 'checkdb_age_days', '>', 7, 3, []],
    ['integrity', 'checkdb_age_days', '>', 7, 8, []],
    ['api-certificate', 'certificate_days', '<', 21, 30, ['certificate of x expires in 30 d']],
    ['api-certificate', 'certificate_days', '<', 21, 60, []],
    ['api-certificate', 'certificate_days', '<', 21, 20, []],
    ['partitions', 'left_days', '<', 14, 20, ['Partitions: x, 20 d left']],
  ] as const)('of %s: %s %s %i at %i', (name, column, comparison, threshold, value, expected) => {
    expect(dueOf(name, 'of', column, comparison, threshold, value)).toEqual(expected);
  });

  it('names the actions of the OODA loop that wait for a person', () => {
    const { sample } = aCheckResult();
    const rows = [{ labels: { phase: 'Act' }, values: { pending_actions: 2 } }];
    const check = aCheck({ name: 'ooda-loop', rules: [] });
    const result = aCheckResult({ check, sample: { ...sample, outcome: { kind: 'rows', rows } } });
    expect(digestDue(new Map([['ooda-loop', result]]))).toEqual([
      '2 actions of the OODA loop wait for a decision',
    ]);
  });
});
