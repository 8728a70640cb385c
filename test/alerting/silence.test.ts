import { describe, expect, test } from 'vitest';
import type { Silence } from '../../src/alerting/model.ts';
import { endRunSilences, isActive, silenceRefusal } from '../../src/alerting/silence.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';

const sound: Silence = {
  id: 'S1',
  matchers: { alert: 'queue-backlog' },
  from: 0,
  to: 2 * HOUR,
  author: 'vera',
  comment: 'a planned import',
  run: null,
};

describe('S50: a silence', () => {
  test.each([
    ['of two hours with a matcher, an author and a reason', {}],
    ['of exactly 7 days', { to: 7 * DAY }],
    ['of a run that names its alerts', { run: 'R-205' }],
  ])('%s may be made', (_, changes) => {
    expect(silenceRefusal({ ...sound, ...changes }, 0)).toBeNull();
  });

  test.each([
    ['without matchers', { matchers: {} }],
    ['with empty matchers', { matchers: { alert: '', queue: ' ' } }],
    ['with a matcher for no label', { matchers: { '': 'x' } }],
    ['over 7 days', { to: 7 * DAY + 1 }],
    ['that ends before it begins', { from: 3 * HOUR }],
    ['of no length', { from: 2 * HOUR }],
    ['that is over', { from: -2 * HOUR, to: -HOUR }],
    ['without an end', { to: Number.NaN }],
    ['without an author', { author: ' ' }],
    ['without a reason', { comment: '' }],
    [
      'of a run that would mute everything of an environment',
      { run: 'R-205', matchers: { environment: 'production' } },
    ],
  ])('%s is refused', (_, changes) => {
    expect(silenceRefusal({ ...sound, ...changes }, 0)).toMatchObject({
      kind: 'refusal',
      rule: 'S50',
    });
  });

  test('holds from its beginning until just before its end', () => {
    expect([-1, 0, 2 * HOUR - 1, 2 * HOUR].map((now) => isActive(sound, now))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test("of a run dies with the run's lease, and no other does", () => {
    const window = { ...sound, id: 'W1', run: 'R-205' };
    const other = { ...sound, id: 'W2', run: 'R-206' };
    const later = { ...window, id: 'W3', from: HOUR };

    const ended = endRunSilences([sound, window, other, later], 'R-205', HOUR / 2);

    expect(ended.map(({ id }) => id)).toEqual(['W1', 'W3']);
    expect(ended.some((silence) => isActive(silence, HOUR / 2) || isActive(silence, HOUR))).toBe(
      false,
    );
  });
});
