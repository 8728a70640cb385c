import { describe, expect, test } from 'vitest';
import { parseReplay } from '../../src/alerting/parse-replay.ts';
import { HOUR } from '../../src/domain/time.ts';
import { at, backlog, evaluation } from './scenario.ts';

const sound = { rules: [backlog()], evaluations: [evaluation(0, 5)] };

function complaints(changes: object): string[] {
  const parsed = parseReplay({ ...sound, ...changes });
  return parsed.ok ? [] : parsed.complaints.map(({ path, message }) => `${path} ${message}`);
}

describe('a replay file', () => {
  test('needs rules and evaluations only', () => {
    const parsed = parseReplay(sound);

    expect(parsed).toMatchObject({
      ok: true,
      input: {
        until: null,
        unknownFor: HOUR / 4,
        alerting: {
          groupBy: ['alert'],
          repeatInterval: { critical: 4 * HOUR, warning: 24 * HOUR },
        },
      },
    });
  });

  test.each<[string, object, string]>([
    ['no list of rules', { rules: {} }, 'rules is of type object, not a list'],
    ['no evaluations', { evaluations: undefined }, 'evaluations is missing, not a list'],
    ['a rule that is none', { rules: [5] }, 'rules[0] is of type number, not an object'],
    ['a bare condition', { rules: [backlog({ when: 1000 })] }, 'rules[0].when is no condition'],
    ['half a condition', { rules: [backlog({ when: '>' })] }, 'rules[0].when is no condition'],
    [
      'an unhealthy recovery',
      { rules: [backlog({ recovers: '< 1200' })] },
      'rules[0].recovers is not on the healthy side of when',
    ],
    [
      'an unknown severity',
      { rules: [backlog({ severity: 'bad' })] },
      'rules[0].severity is "bad"',
    ],
    [
      'a number as duration',
      { rules: [backlog({ for: 90 })] },
      'rules[0].for is 90, not a duration',
    ],
    [
      'a nearly right key',
      { rules: [backlog({ keepfiringfor: '5m' })] },
      'rules[0].keepfiringfor is no key here',
    ],
    [
      'an unknown policy',
      { rules: [backlog({ onError: 'alert' })] },
      'rules[0].onError is "alert"',
    ],
    [
      'a label that is no text',
      { rules: [backlog({ labels: [1] })] },
      'rules[0].labels[0] is of type number, not a text',
    ],
    ['no alert', { rules: [backlog({ alert: '' })] }, 'rules[0].alert is empty, not a text'],
    [
      'a moment without zone',
      { evaluations: [{ at: '2026-01-01T00:00:00', check: 'x', rows: [] }] },
      'evaluations[0].at is "2026-01-01T00:00:00", not a moment',
    ],
    [
      'neither rows nor error',
      { evaluations: [{ at: at(0), check: 'x' }] },
      'evaluations[0] has neither rows nor error',
    ],
    [
      'a row that is none',
      { evaluations: [{ at: at(0), check: 'x', rows: [{}, 5] }] },
      'evaluations[0].rows[1] is of type number, not an object',
    ],
    [
      'a silence of everything',
      { silences: [{ matchers: {}, from: at(0), to: at(1) }] },
      'silences[0].matchers matches everything',
    ],
    [
      'a silence backwards',
      { silences: [{ matchers: { alert: 'x' }, from: at(1), to: at(0) }] },
      'silences[0].to is before from',
    ],
    [
      'no interval between beats',
      { alerting: { groupInterval: '0s' } },
      'alerting.groupInterval is no time at all',
    ],
    [
      'an inhibition of everything',
      { alerting: { inhibit: [{ source: { alert: 'x' }, target: {} }] } },
      'alerting.inhibit[0].target matches everything',
    ],
    [
      'a mute time without hours',
      {
        alerting: {
          muteTimes: [{ name: 'n', matchers: { alert: 'x' }, from: '25:00', to: '06:00' }],
        },
      },
      'alerting.muteTimes[0].from is no time of day',
    ],
    ['an end that is none', { until: 'soon' }, 'until is "soon", not a moment'],
    ['an unreadable interval', { interval: 'often' }, 'interval is "often", not a duration'],
  ])('with %s is refused by path', (_, changes, complaint) => {
    expect(complaints(changes)).toEqual([complaint]);
  });

  test.each([null, 5, 'text', [], true])('that is %j is refused', (document) => {
    expect(parseReplay(document)).toMatchObject({ ok: false });
  });

  test('tells all that is wrong at once, and stops where it helps no more', () => {
    const evaluations = Array.from({ length: 200 }, () => ({ at: 'x', check: 'q', rows: [] }));

    expect(complaints({ until: 'soon', rules: [backlog({ for: 'x', when: 'x' })] })).toHaveLength(
      3,
    );
    expect(complaints({ evaluations })).toHaveLength(50);
  });
});
