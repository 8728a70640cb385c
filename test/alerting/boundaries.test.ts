import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/domain/time.ts';
import { blank, depthRule, depths, rulesOf, sampleOf, saw, unknown } from './records.ts';

const firing = saw(blank, sampleOf(0, depths({ A: 2000, B: 5 })));

describe('a sample', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, '7', null])(
    'with the value %s is an error, never healthy',
    (depth) => {
      const { delta } = saw(firing.memory, sampleOf(MINUTE, depths({ A: depth })));

      expect(delta.transitions).toMatchObject([
        { alert: 'check-unknown', labels: { reason: 'error' } },
      ]);
    },
  );

  test('without the compared column is an error', () => {
    const rows = [{ labels: { queue: 'A' }, values: {} }];
    const { delta } = saw(firing.memory, sampleOf(MINUTE, { kind: 'rows', rows }));

    expect(delta.transitions).toMatchObject([{ alert: 'check-unknown', to: 'pending' }]);
  });

  test('rule 12: with exactly as many rows as the limit is whole', () => {
    const limit = { instanceLimit: 2 };
    const two = saw(blank, sampleOf(0, depths({ A: 2000, B: 2000 })), rulesOf(), limit);
    const three = saw(blank, sampleOf(0, depths({ A: 2000, B: 2000, C: 5 })), rulesOf(), limit);

    expect(two.delta.transitions.map(({ alert }) => alert)).toEqual([
      'queue-backlog',
      'queue-backlog',
    ]);
    expect(three.delta.transitions.map(({ alert }) => alert)).toEqual(['check-unknown']);
  });

  test('that the probe found empty is no error: onError firing stays quiet', () => {
    const rules = rulesOf({ ...depthRule, onError: 'firing' });
    const { delta } = saw(blank, sampleOf(0, unknown('empty')), rules);

    expect(delta.transitions).toMatchObject([
      { alert: 'check-unknown', labels: { reason: 'empty' }, reason: 'no-data' },
    ]);
  });

  test('of one environment leaves the other alone', () => {
    const staging = { environment: 'staging' };
    const first = saw(firing.memory, sampleOf(MINUTE, depths({ B: 5 }), staging));
    const second = saw(first.memory, sampleOf(2 * MINUTE, depths({ B: 5 }), staging));

    expect([first.delta, second.delta]).toEqual(
      Array.from({ length: 2 }, () => ({ changed: [], removed: [], transitions: [] })),
    );
  });
});

describe('an instance that vanishes', () => {
  const once = saw(firing.memory, sampleOf(MINUTE, depths({ B: 5 })));
  const twice = saw(once.memory, sampleOf(2 * MINUTE, depths({ B: 5 })));

  test('keeps when it began, for the message that says how long it was', () => {
    expect(twice.delta.changed).toMatchObject([
      { phase: 'resolved', activeAt: 0, firingAt: 0, resolvedAt: 2 * MINUTE, value: 2000 },
    ]);
  });

  test('and is resolved is not written again and again', () => {
    expect(saw(twice.memory, sampleOf(3 * MINUTE, depths({ B: 5 }))).delta.changed).toEqual([]);
  });

  test('is forgotten where it was only remembered', () => {
    const rules = rulesOf({ ...depthRule, value: 'depth.rising' });
    let { memory } = saw(blank, sampleOf(0, depths({ A: 1, B: 5 })), rules);
    expect(memory.instances.size).toBe(2);

    memory = saw(memory, sampleOf(MINUTE, depths({ B: 5 })), rules).memory;
    memory = saw(memory, sampleOf(2 * MINUTE, depths({ B: 5 })), rules).memory;
    expect([...memory.instances.values()].map(({ labels }) => labels['queue'])).toEqual(['B']);
  });
});

test('identity does not hang on the order of labels, nor on how they are cut', () => {
  const rules = rulesOf();
  const cut = (labels: Record<string, string>) =>
    saw(
      blank,
      sampleOf(0, { kind: 'rows', rows: [{ labels, values: { depth: 2000 } }] }),
      rules.map((rule) => ({ ...rule, labels: ['queue', 'zone'] })),
    ).delta.changed[0]?.fingerprint;

  expect(cut({ queue: 'A', zone: 'B' })).toBe(cut({ zone: 'B', queue: 'A' }));
  expect(cut({ queue: 'A\nzone=B', zone: '' })).not.toBe(cut({ queue: 'A', zone: 'B\nzone=' }));
  expect(cut({ queue: 'A', zone: 'B' })).toMatch(/^[0-9a-f]{32}$/);
});
