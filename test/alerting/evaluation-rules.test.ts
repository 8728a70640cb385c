import { describe, expect, test } from 'vitest';
import { backlog, evaluation, play, queues, type Seen, story, storyOfA } from './scenario.ts';

interface Case {
  readonly name: string;
  readonly rule?: object;
  readonly every?: number;
  readonly seen: readonly Seen[];
  readonly story: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'rule 1: two rows with the same labels are an error, not last-wins',
    rule: { labels: [] },
    seen: [{ A: 2000 }, { A: 10, B: 20 }],
    story: ['0 inactive firing threshold'],
  },
  {
    name: 'rule 3: a 30 s interval and 90 s of pending fire on the fourth breach',
    rule: { for: '90s' },
    seen: [1200, 1200, 1200, 1200, 1200],
    story: ['0 inactive pending threshold', '90 pending firing threshold'],
  },
  {
    name: 'rule 3: without `for` the first breach fires',
    seen: [900, 1001],
    story: ['30 inactive firing threshold'],
  },
  {
    name: 'rule 3: the threshold itself is no breach of >',
    seen: [1000],
    story: [],
  },
  {
    name: 'rule 3: one non-breach while pending deletes it, and the time counts anew',
    rule: { for: '60s' },
    seen: [1200, 1200, 900, 1200, 1200, 1200],
    story: [
      '0 inactive pending threshold',
      '60 pending inactive recovered',
      '90 inactive pending threshold',
      '150 pending firing threshold',
    ],
  },
  {
    name: 'rule 3: between the thresholds is no breach while pending',
    rule: { for: '60s', recovers: '< 800' },
    seen: [1200, 900],
    story: ['0 inactive pending threshold', '30 pending inactive recovered'],
  },
  {
    name: 'rule 4: recovering lasts keepFiringFor from the first non-breach',
    rule: { keepFiringFor: '60s' },
    seen: [1200, 500, 500, 500],
    story: [
      '0 inactive firing threshold',
      '30 firing recovering recovered',
      '90 recovering resolved recovered',
    ],
  },
  {
    name: 'rule 4: a new breach clears the timer of keepFiringFor',
    rule: { keepFiringFor: '60s' },
    seen: [1200, 500, 1200, 500, 500, 500],
    story: [
      '0 inactive firing threshold',
      '30 firing recovering recovered',
      '60 recovering firing threshold',
      '90 firing recovering recovered',
      '150 recovering resolved recovered',
    ],
  },
  {
    name: 'rule 4: keepFiringFor is not for pending instances',
    rule: { for: '60s', keepFiringFor: '5m' },
    seen: [1200, 500],
    story: ['0 inactive pending threshold', '30 pending inactive recovered'],
  },
  {
    name: 'rule 5: once firing, only the recovery threshold resolves',
    rule: { recovers: '< 800' },
    seen: [1200, 900, 800, 799],
    story: ['0 inactive firing threshold', '90 firing resolved recovered'],
  },
  {
    name: 'rule 5: below the recovery threshold for keepFiringFor means all of that time',
    rule: { recovers: '< 800', keepFiringFor: '60s' },
    seen: [1200, 700, 900, 700, 700, 700],
    story: [
      '0 inactive firing threshold',
      '30 firing recovering recovered',
      '60 recovering firing threshold',
      '90 firing recovering recovered',
      '150 recovering resolved recovered',
    ],
  },
  {
    name: 'rule 6: a resolved instance that breaches again starts from inactive',
    rule: { for: '30s' },
    seen: [1200, 1200, 500, 1200, 1200],
    story: [
      '0 inactive pending threshold',
      '30 pending firing threshold',
      '60 firing resolved recovered',
      '90 inactive pending threshold',
      '120 pending firing threshold',
    ],
  },
  {
    name: 'rule 7: an error leaves a firing instance as it is',
    seen: [1200, 'timeout', 1200, 'timeout', 500],
    story: ['0 inactive firing threshold', '120 firing resolved recovered'],
  },
  {
    name: 'rule 7: an error leaves a pending instance its time',
    rule: { for: '60s' },
    seen: [1200, 'timeout', 1200],
    story: ['0 inactive pending threshold', '60 pending firing threshold'],
  },
  {
    name: 'rule 7: null is an error, never healthy',
    seen: [1200, null, 500],
    story: ['0 inactive firing threshold', '60 firing resolved recovered'],
  },
  {
    name: 'rule 7: text is an error, never healthy',
    seen: [1200, { A: '3' }, 500],
    story: ['0 inactive firing threshold', '60 firing resolved recovered'],
  },
  {
    name: 'rule 7: one bad value spoils the evaluation of all rows',
    seen: [
      { A: 1200, B: 5 },
      { A: 500, B: null },
      { A: 500, B: 5 },
    ],
    story: ['0 inactive firing threshold', '60 firing resolved recovered'],
  },
  {
    name: 'rule 7: onError firing honours pending',
    rule: { onError: 'firing', for: '30s' },
    seen: [500, 'timeout', 'timeout', 500],
    story: ['30 inactive pending error', '60 pending firing error', '90 firing resolved recovered'],
  },
  {
    name: 'rule 7: onError ok resolves with the reason error',
    rule: { onError: 'ok' },
    seen: [1200, 'timeout'],
    story: ['0 inactive firing threshold', '30 firing resolved error'],
  },
  {
    name: 'rule 7: onError keep leaves everything as it is',
    rule: { onError: 'keep' },
    seen: [1200, 'timeout', 1200],
    story: ['0 inactive firing threshold'],
  },
  {
    name: 'rule 8: no rows are healthy where onEmpty says so',
    seen: [1200, {}],
    story: ['0 inactive firing threshold', '30 firing resolved no-data'],
  },
  {
    name: 'rule 8: no rows honour keepFiringFor',
    rule: { keepFiringFor: '30s' },
    seen: [1200, {}, {}],
    story: [
      '0 inactive firing threshold',
      '30 firing recovering no-data',
      '60 recovering resolved no-data',
    ],
  },
  {
    name: 'rule 8: no rows say nothing where onEmpty is unknown',
    rule: { onEmpty: 'unknown' },
    seen: [1200, {}, {}, {}, 500],
    story: ['0 inactive firing threshold', '120 firing resolved recovered'],
  },
  {
    name: 'rule 9: missing twice while others are there is vanished',
    seen: [{ A: 1200, B: 5 }, { B: 5 }, { B: 5 }],
    story: ['0 inactive firing threshold', '60 firing resolved vanished'],
  },
  {
    name: 'rule 9: missing once is nothing, and being there again starts the count anew',
    seen: [{ A: 1200, B: 5 }, { B: 5 }, { A: 1200, B: 5 }, { B: 5 }, { A: 1200, B: 5 }],
    story: ['0 inactive firing threshold'],
  },
  {
    name: 'rule 9: an error between two misses counts for neither',
    seen: [{ A: 1200, B: 5 }, { B: 5 }, 'timeout', { B: 5 }],
    story: ['0 inactive firing threshold', '90 firing resolved vanished'],
  },
  {
    name: 'rule 9: a pending instance that vanishes does not come to fire meanwhile',
    rule: { for: '30s' },
    seen: [{ A: 1200, B: 5 }, { B: 5 }, { B: 5 }],
    story: ['0 inactive pending threshold', '60 pending inactive vanished'],
  },
];

describe('one instance over time', () => {
  test.each(cases)('$name', ({ rule, every = 30, seen, story: expected }) => {
    const output = play({ rules: [backlog(rule)], evaluations: queues(every, ...seen) });

    expect(storyOfA(output).length > 0 ? storyOfA(output) : withoutA(output)).toEqual(expected);
  });
});

/** For rules without labels: the alert alone. */
function withoutA(output: Parameters<typeof story>[0]): string[] {
  return story(output)
    .filter((line) => line.includes(' queue-backlog '))
    .map((line) => line.replace('queue-backlog ', ''));
}

describe('several severities of one alert', () => {
  const rules = [
    backlog({ for: '30s' }),
    backlog({ when: '> 5000', severity: 'critical', for: '30s' }),
  ];

  test('are one instance, and a change of severity is `updated`', () => {
    const output = play({ rules, evaluations: queues(30, 2000, 2000, 6000, 6000, 2000, 500) });

    expect(storyOfA(output)).toEqual([
      '0 inactive pending threshold',
      '30 pending firing threshold',
      '90 firing firing updated',
      '120 firing firing updated',
      '150 firing resolved recovered',
    ]);
  });

  test('hand down to the milder one at once, since "resolved" would be untrue', () => {
    const quick = [backlog({ for: '5m' }), backlog({ when: '> 5000', severity: 'critical' })];
    const output = play({ rules: quick, evaluations: queues(30, 6000, 2000, 500) });

    expect(storyOfA(output)).toEqual([
      '0 inactive firing threshold',
      '30 firing firing updated',
      '60 firing resolved recovered',
    ]);
  });

  test('of different checks stay apart', () => {
    const output = play({
      rules: [backlog(), backlog({ check: 'letters' })],
      evaluations: [evaluation(0, 2000), evaluation(30, 500, 'letters')],
    });

    expect(storyOfA(output)).toEqual(['0 inactive firing threshold']);
  });
});

test('onError firing without anything known fires for the rule as a whole, until the next answer', () => {
  const rules = [backlog({ onError: 'firing' })];
  const output = play({ rules, evaluations: queues(30, 'timeout', { B: 5 }) });

  expect(story(output)).toEqual([
    '0 queue-backlog inactive firing error',
    '30 queue-backlog firing resolved recovered',
  ]);
});
