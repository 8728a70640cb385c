import { describe, expect, test } from 'vitest';
import { createTickQueue } from '../../src/alerting/tick-queue.ts';
import { at, backlog, evaluation, heldBack, play, queues, said, storyOfA } from './scenario.ts';

describe('a replay', () => {
  test('worked out by hand: pending, firing, an error, recovering, resolved', () => {
    const rule = backlog({ for: '90s', recovers: '< 800', keepFiringFor: '5m' });
    const output = play({
      interval: '30s',
      rules: [rule],
      evaluations: [...queues(30, 1200, 1200, 1200, 1200, 'timeout', 700), evaluation(450, 700)],
      until: '2026-01-01T06:00:00Z',
    });

    const labels = { queue: 'A' };
    const unknown = { check: 'queues', reason: 'timeout' };
    expect(output).toEqual({
      transitions: [
        {
          at: '2026-01-01T00:00:00Z',
          alert: 'queue-backlog',
          labels,
          from: 'inactive',
          to: 'pending',
          reason: 'threshold',
        },
        {
          at: '2026-01-01T00:01:30Z',
          alert: 'queue-backlog',
          labels,
          from: 'pending',
          to: 'firing',
          reason: 'threshold',
        },
        {
          at: '2026-01-01T00:02:00Z',
          alert: 'check-unknown',
          labels: unknown,
          from: 'inactive',
          to: 'pending',
          reason: 'error',
        },
        {
          at: '2026-01-01T00:02:30Z',
          alert: 'check-unknown',
          labels: unknown,
          from: 'pending',
          to: 'inactive',
          reason: 'recovered',
        },
        {
          at: '2026-01-01T00:02:30Z',
          alert: 'queue-backlog',
          labels,
          from: 'firing',
          to: 'recovering',
          reason: 'recovered',
        },
        {
          at: '2026-01-01T00:07:30Z',
          alert: 'queue-backlog',
          labels,
          from: 'recovering',
          to: 'resolved',
          reason: 'recovered',
        },
      ],
      notifications: [
        {
          at: '2026-01-01T00:02:00Z',
          group: { alert: 'queue-backlog' },
          reason: 'first',
          firing: ['queue-backlog{queue=A}'],
          resolved: [],
        },
        {
          at: '2026-01-01T00:12:00Z',
          group: { alert: 'queue-backlog' },
          reason: 'all-resolved',
          firing: [],
          resolved: ['queue-backlog{queue=A}'],
        },
      ],
      suppressed: [],
    });
  });

  test('of nothing is nothing', () => {
    expect(play({ rules: [], evaluations: [] })).toEqual({
      transitions: [],
      notifications: [],
      suppressed: [],
    });
  });

  test('passes over checks that no rule watches', () => {
    expect(play({ evaluations: [evaluation(0, 'timeout', 'backups')] }).transitions).toEqual([]);
  });

  test('takes evaluations in the order of time, whatever their order in the file', () => {
    const output = play({ evaluations: queues(30, 2000, 5).toReversed() });

    expect(storyOfA(output)).toEqual([
      '0 inactive firing threshold',
      '30 firing resolved recovered',
    ]);
  });

  test('ends at `until`, also when evaluations go on', () => {
    const evaluations = queues(30, 2000, 2000, 2000);

    expect(said(play({ evaluations, until: at(29) }))).toEqual([]);
    expect(said(play({ evaluations, until: at(30) }))).toEqual(['30 first +A']);
    const resolved = [evaluation(0, 2000), evaluation(31, 5)];
    expect(said(play({ evaluations: resolved, until: at(30) }))).toEqual(['30 first +A']);
  });

  test('knows the check as a label', () => {
    const silences = [{ matchers: { check: 'queues' }, from: at(0), to: at(99) }];

    expect(heldBack(play({ silences, evaluations: queues(30, 2000, 2000) }))).toEqual([
      '30 queue-backlog{queue=A} silence',
    ]);
  });

  test('waits no time at all where groupWait says so', () => {
    const output = play({ alerting: { groupWait: '0s' }, evaluations: queues(30, 2000, 2000) });

    expect(said(output)).toEqual(['0 first +A']);
  });

  test('sorts what happens at one moment by alert and labels', () => {
    const rules = [backlog({ alert: 'zebra' }), backlog({ alert: 'ape' })];
    const { transitions } = play({ rules, evaluations: queues(30, { C: 2000, A: 2000 }) });

    expect(transitions.map(({ alert, labels }) => `${alert} ${labels['queue']}`)).toEqual([
      'ape A',
      'ape C',
      'zebra A',
      'zebra C',
    ]);
  });

  test('knows a severity as a label, in silences and in groups', () => {
    const rules = [backlog(), backlog({ severity: 'critical', when: '> 5000' })];
    const output = play({
      rules,
      alerting: { groupBy: ['alert', 'severity'] },
      silences: [{ matchers: { severity: 'warning' }, from: at(0), to: at(9999) }],
      evaluations: queues(60, { A: 2000, B: 6000 }, { A: 6000, B: 6000 }),
      until: at(400),
    });

    expect(said(output)).toEqual(['30 first +B', '330 new-alerts +A +B']);
    expect(heldBack(output)).toEqual(['30 queue-backlog{queue=A} silence']);
  });

  test('keeps pace when labels come and go for ever', () => {
    const evaluations = Array.from({ length: 20_000 }, (_, index) =>
      evaluation(index * 30, { [`Q${index}`]: 2000, steady: 5 }),
    );

    const { transitions } = play({ evaluations });
    expect(transitions.filter(({ reason }) => reason === 'vanished')).toHaveLength(19_998);
  });
});

test('looks come in order of time, and at one moment in order of their keys', () => {
  const queue = createTickQueue();
  const moments = [5, 1, 4, 1, 3, 9, 2, 6];
  for (const [index, moment] of moments.entries()) queue.add(moment, `group ${index}`);

  const taken = moments.map(() => queue.take());
  expect(taken.map((tick) => tick?.at)).toEqual([1, 1, 2, 3, 4, 5, 6, 9]);
  expect(taken.slice(0, 2).map((tick) => tick?.key)).toEqual(['group 1', 'group 3']);
  expect([queue.peek(), queue.take()]).toEqual([null, null]);
});
