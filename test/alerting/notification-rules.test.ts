import { describe, expect, test } from 'vitest';
import { at, backlog, play, queues, type RoutingCase, route, said, seen } from './scenario.ts';

const hour = 3600;
const day = 24 * hour;
const critical = backlog({ severity: 'critical' });

const cases: readonly RoutingCase[] = [
  {
    name: 'rule 14: a new group is announced groupWait after its first firing alert',
    evaluations: seen([0, 2000], [10, { A: 2000, B: 2000 }]),
    until: 60,
    said: ['30 first +A +B'],
  },
  {
    name: 'rule 14: an alert resolved within groupWait is never sent',
    evaluations: seen([0, 2000], [29, 5]),
    until: hour,
    said: [],
  },
  {
    name: 'rule 14: nor one that resolves as groupWait ends',
    evaluations: seen([0, 2000], [30, 5]),
    until: hour,
    said: [],
  },
  {
    name: 'rule 14: a pending alert opens no group',
    rules: [backlog({ for: '60s' })],
    evaluations: queues(30, 2000, 2000, 2000),
    until: 90,
    said: ['90 first +A'],
  },
  {
    name: 'rule 14: groups are by the labels of groupBy',
    alerting: { groupBy: ['alert', 'queue'] },
    evaluations: seen([0, { A: 2000 }], [20, { A: 2000, B: 2000 }]),
    until: 60,
    said: ['30 first +A', '50 first +B'],
  },
  {
    name: 'rule 15: new alerts wait for the next beat of groupInterval',
    evaluations: seen([0, { A: 2000, B: 5 }], [40, { A: 2000, B: 2000 }]),
    until: 331,
    said: ['30 first +A', '330 new-alerts +A +B'],
  },
  {
    name: 'rule 15: some resolved is said at the beat, with what still fires',
    evaluations: seen([0, { A: 2000, B: 2000 }], [40, { A: 2000, B: 5 }]),
    until: 331,
    said: ['30 first +A +B', '330 some-resolved +A -B'],
  },
  {
    name: 'rule 15: new alerts come before some resolved',
    evaluations: seen([0, { A: 2000, B: 5 }], [40, { A: 5, B: 2000 }]),
    until: 331,
    said: ['30 first +A', '330 new-alerts +B -A'],
  },
  {
    name: 'rule 15: all resolved',
    evaluations: seen([0, 2000], [40, 5]),
    until: day,
    said: ['30 first +A', '330 all-resolved -A'],
  },
  {
    name: 'rule 15: fired and resolved between two beats is nothing',
    evaluations: seen([0, { A: 2000, B: 5 }], [40, { A: 2000, B: 2000 }], [70, { A: 2000, B: 5 }]),
    until: 700,
    said: ['30 first +A'],
  },
  {
    name: 'rule 15: resolved and fired again between two beats is nothing',
    evaluations: seen([0, 2000], [40, 5], [70, 2000]),
    until: 700,
    said: ['30 first +A'],
  },
  {
    name: 'rule 15: recovering is still firing',
    rules: [backlog({ keepFiringFor: '10m' })],
    evaluations: seen([0, 2000], [40, 5], [700, 5]),
    until: 1000,
    said: ['30 first +A', '930 all-resolved -A'],
  },
  {
    name: 'rule 15: what resolved, was said to be, and fires again is new',
    evaluations: seen(
      [0, { A: 2000, B: 2000 }],
      [40, { A: 2000, B: 5 }],
      [340, { A: 2000, B: 2000 }],
    ),
    until: 700,
    said: ['30 first +A +B', '330 some-resolved +A -B', '630 new-alerts +A +B'],
  },
  {
    name: 'rule 15: after all is resolved a new incident begins, with groupWait',
    evaluations: seen([0, 2000], [40, 5], [400, 2000]),
    until: 500,
    said: ['30 first +A', '330 all-resolved -A', '430 first +A'],
  },
  {
    name: 'rule 15: a warning repeats after a day',
    evaluations: seen([0, 2000]),
    until: 30 + day,
    said: ['30 first +A', `${30 + day} repeat +A`],
  },
  {
    name: 'rule 15: critical repeats after four hours',
    rules: [critical],
    evaluations: seen([0, 2000]),
    until: 31 + 8 * hour,
    said: ['30 first +A', `${30 + 4 * hour} repeat +A`, `${30 + 8 * hour} repeat +A`],
  },
  {
    name: 'rule 15: repeatInterval is rounded up to a beat',
    alerting: { repeatInterval: '7m' },
    evaluations: seen([0, 2000]),
    until: 1240,
    said: ['30 first +A', '630 repeat +A', '1230 repeat +A'],
  },
  {
    name: 'rule 15: a repeat counts from whatever was said last',
    alerting: { repeatInterval: '10m' },
    evaluations: seen([0, { A: 2000, B: 5 }], [40, { A: 2000, B: 2000 }]),
    until: 940,
    said: ['30 first +A', '330 new-alerts +A +B', '930 repeat +A +B'],
  },
  {
    name: 'rule 16: a repeatInterval longer than the log remembers is cut to 120 h',
    alerting: { repeatInterval: '240h', groupInterval: '1h' },
    evaluations: seen([0, 2000]),
    until: 30 + 121 * hour,
    said: ['30 first +A', `${30 + 120 * hour} repeat +A`],
  },
];

describe('what is said, and when', () => {
  test.each(cases)('$name', (one) => {
    expect(route(one)).toEqual({ said: one.said, heldBack: one.heldBack ?? [] });
  });

  test('timers run to the last evaluation where no end is given', () => {
    expect(said(play({ evaluations: seen([0, 2000], [29, 2000]) }))).toEqual([]);
    expect(said(play({ evaluations: seen([0, 2000], [30, 2000]) }))).toEqual(['30 first +A']);
  });

  test('a group is printed by its labels, static ones only where they make the group', () => {
    const evaluations = seen([0, 2000]);
    const group = (groupBy: readonly string[]): unknown =>
      play({ alerting: { groupBy }, evaluations, until: at(30) }).notifications[0]?.group;

    expect(group(['alert'])).toEqual({ alert: 'queue-backlog' });
    expect(group(['env', 'alert', 'rack'])).toEqual({ alert: 'queue-backlog', env: 'production' });
  });
});
