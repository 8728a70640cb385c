import { describe, expect, test } from 'vitest';
import { at, backlog, evaluation, type RoutingCase, route, seen } from './scenario.ts';

const hour = 3600;
const day = 24 * hour;

function silence(from: number, to: number, matchers: object = { alert: 'queue-backlog' }): object {
  return { matchers, from: at(from), to: at(to) };
}

const down = backlog({ check: 'ping', alert: 'sql-server-down', labels: [] });
const inhibit = [
  { source: { alert: 'sql-server-down' }, target: { target: 'sql-server' }, equal: ['env'] },
];

const cases: readonly RoutingCase[] = [
  {
    name: 'rule 18: a firing source holds its targets back',
    alerting: { inhibit },
    rules: [backlog(), down],
    evaluations: [evaluation(0, 2000), evaluation(0, { x: 2000 }, 'ping')],
    until: 60,
    said: ['30 first +sql-server-down'],
    heldBack: ['30 queue-backlog{queue=A} inhibit'],
  },
  {
    name: 'rule 18: only with equal values of the `equal` labels',
    alerting: { inhibit },
    rules: [backlog({ staticLabels: { target: 'sql-server', env: 'staging' } }), down],
    evaluations: [evaluation(0, 2000), evaluation(0, { x: 2000 }, 'ping')],
    until: 60,
    said: ['30 first +A', '30 first +sql-server-down'],
  },
  {
    name: 'rule 18: a missing label is an empty value',
    alerting: { inhibit: [{ ...inhibit[0], equal: ['rack'] }] },
    rules: [backlog(), down],
    evaluations: [evaluation(0, 2000), evaluation(0, { x: 2000 }, 'ping')],
    until: 60,
    said: ['30 first +sql-server-down'],
    heldBack: ['30 queue-backlog{queue=A} inhibit'],
  },
  {
    name: 'rule 18: an alert that matches both sides does not hold itself back',
    alerting: {
      inhibit: [{ source: { env: 'production' }, target: { env: 'production' }, equal: [] }],
    },
    evaluations: seen([0, { A: 2000, B: 2000 }]),
    until: 60,
    said: ['30 first +A +B'],
  },
  {
    name: 'rule 18: what is held back fires on and is said when the source is gone',
    alerting: { inhibit },
    rules: [backlog(), down],
    evaluations: [
      evaluation(0, 2000),
      evaluation(0, { x: 2000 }, 'ping'),
      evaluation(40, { x: 5 }, 'ping'),
    ],
    until: 331,
    said: ['30 first +sql-server-down', '330 first +A', '330 all-resolved -sql-server-down'],
    heldBack: ['30 queue-backlog{queue=A} inhibit'],
  },
  {
    name: 'rule 20: a silence mutes and is recorded once',
    silences: [silence(0, 3 * hour)],
    evaluations: seen([0, 2000]),
    until: hour,
    said: [],
    heldBack: ['30 queue-backlog{queue=A} silence'],
  },
  {
    name: 'rule 20: the resolve of something announced is said, silenced or not',
    silences: [silence(35, day)],
    evaluations: seen([0, 2000], [40, 5]),
    until: hour,
    said: ['30 first +A', '330 all-resolved -A'],
  },
  {
    name: 'rule 20: also when the silence was seen by several beats before',
    silences: [silence(35, day)],
    evaluations: seen([0, 2000], [1000, 5]),
    until: hour,
    said: ['30 first +A', '1230 all-resolved -A'],
    heldBack: ['330 queue-backlog{queue=A} silence'],
  },
  {
    name: 'rule 20: what was never announced is not said to be resolved',
    silences: [silence(0, day)],
    evaluations: seen([0, 2000], [40, 5]),
    until: hour,
    said: [],
    heldBack: ['30 queue-backlog{queue=A} silence'],
  },
  {
    name: 'rule 20: a silence stops repeats',
    silences: [silence(35, 2 * hour)],
    alerting: { repeatInterval: '10m' },
    evaluations: seen([0, 2000]),
    until: hour,
    said: ['30 first +A'],
    heldBack: ['330 queue-backlog{queue=A} silence'],
  },
  {
    name: 'rule 19: a source that fires within groupWait holds back what fired before it',
    alerting: { inhibit },
    rules: [backlog(), down],
    evaluations: [evaluation(0, 2000), evaluation(29, { x: 2000 }, 'ping')],
    until: 70,
    said: ['59 first +sql-server-down'],
    heldBack: ['30 queue-backlog{queue=A} inhibit'],
  },
  {
    name: 'rule 19: one that fires later comes too late for the first message, and stops the next',
    alerting: { inhibit },
    rules: [backlog(), down],
    evaluations: [
      evaluation(0, 2000),
      evaluation(40, { x: 2000 }, 'ping'),
      evaluation(50, { A: 2000, B: 2000 }),
    ],
    until: hour / 6,
    said: ['30 first +A', '70 first +sql-server-down'],
    heldBack: ['330 queue-backlog{queue=A} inhibit', '330 queue-backlog{queue=B} inhibit'],
  },
  {
    name: 'rule 20: a silence begins inclusively',
    silences: [silence(30, 31)],
    evaluations: seen([0, 2000]),
    until: 40,
    said: [],
    heldBack: ['30 queue-backlog{queue=A} silence'],
  },
  {
    name: 'rule 20: a silence ends exclusively',
    silences: [silence(0, 30)],
    evaluations: seen([0, 2000]),
    until: 40,
    said: ['30 first +A'],
  },
  {
    name: 'rule 20: a silence matches static labels, and only where all agree',
    silences: [silence(0, day, { env: 'production', queue: 'A' })],
    evaluations: seen([0, { A: 2000, B: 2000 }]),
    until: 40,
    said: ['30 first +B'],
    heldBack: ['30 queue-backlog{queue=A} silence'],
  },
  {
    name: 'rule 21: what still fires after a silence is announced at the next beat',
    silences: [silence(0, 400)],
    evaluations: seen([0, 2000]),
    until: hour,
    said: ['630 first +A'],
    heldBack: ['30 queue-backlog{queue=A} silence'],
  },
  {
    name: 'rule 22: a mute time mutes by the clock',
    alerting: {
      muteTimes: [
        { name: 'night', matchers: { alert: 'queue-backlog' }, from: '22:00', to: '01:00' },
      ],
    },
    evaluations: seen([0, 2000]),
    until: 2 * hour,
    said: ['3630 first +A'],
    heldBack: ['30 queue-backlog{queue=A} mute-time'],
  },
  {
    name: 'rule 22: outside its active time an alert waits, and is announced when that begins',
    alerting: {
      activeTimes: [
        { name: 'office', matchers: { alert: 'queue-backlog' }, from: '01:00', to: '18:00' },
      ],
    },
    evaluations: seen([0, 2000]),
    until: 2 * hour,
    said: ['3630 first +A'],
    heldBack: ['30 queue-backlog{queue=A} mute-time'],
  },
  {
    name: 'rule 22: one of two active times is enough',
    alerting: {
      activeTimes: [
        { name: 'office', matchers: { alert: 'queue-backlog' }, from: '01:00', to: '18:00' },
        { name: 'night shift', matchers: { queue: 'A' }, from: '22:00', to: '01:00' },
      ],
    },
    evaluations: seen([0, { A: 2000, B: 2000 }]),
    until: 40,
    said: ['30 first +A'],
    heldBack: ['30 queue-backlog{queue=B} mute-time'],
  },
  {
    name: 'rule 22: an active time of other alerts holds nothing back',
    alerting: {
      activeTimes: [{ name: 'office', matchers: { alert: 'other' }, from: '01:00', to: '18:00' }],
    },
    evaluations: seen([0, 2000]),
    until: 40,
    said: ['30 first +A'],
  },
  {
    name: 'rule 20: a resolve is told in the night too',
    alerting: {
      muteTimes: [
        { name: 'night', matchers: { alert: 'queue-backlog' }, from: '00:01', to: '23:00' },
      ],
    },
    evaluations: seen([0, 2000], [200, 0]),
    until: hour,
    said: ['30 first +A', '330 all-resolved -A'],
  },
  {
    name: 'rule 17: of several that hold back, inhibition is named before silence',
    alerting: { inhibit },
    rules: [backlog(), down],
    silences: [silence(0, day)],
    evaluations: [evaluation(0, 2000), evaluation(0, { x: 2000 }, 'ping')],
    until: 60,
    said: ['30 first +sql-server-down'],
    heldBack: ['30 queue-backlog{queue=A} inhibit'],
  },
];

describe('what is held back', () => {
  test.each(cases)('$name', (one) => {
    expect(route(one)).toEqual({ said: one.said, heldBack: one.heldBack ?? [] });
  });
});
