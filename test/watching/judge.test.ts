import { describe, expect, it } from 'vitest';
import { bindRules } from '../../src/alerting/bind.ts';
import { observe } from '../../src/alerting/observe.ts';
import { defaultObserving } from '../../src/alerting/settings.ts';
import type { Rule } from '../../src/domain/check.ts';
import type { Row } from '../../src/domain/sample.ts';
import { judge, remedyOf } from '../../src/watching/judge.ts';
import { aCheck, aRule } from '../fakes/a-check.ts';
import { sampleOf } from '../support/test-sample.ts';

const row = (queue: string, depth: number | string | null): Row => ({
  labels: { queue },
  values: { depth },
});

function judged(rows: readonly Row[], changes: Partial<Rule> = {}) {
  const check = aCheck({ rules: [aRule(changes)] });
  const sample = { ...sampleOf(rows, 1000), check: check.name };
  const { changed } = observe({
    rules: bindRules(check, sample.environment),
    sample,
    target: check.target,
    known: [],
    settings: defaultObserving,
  });
  return judge(check, sample, changed);
}

describe('the state of a check', () => {
  it.each<[string, readonly Row[], string]>([
    ['ok', [row('Act', 3)], ''],
    ['warning', [row('Act', 3), row('Learn', 2000)], ''],
    ['unknown', [row('Act', null)], 'depth is null'],
    ['unknown', [row('Act', 'many')], 'depth is a string, not a number'],
    ['unknown', [row('Act', 1), row('Act', 2)], 'two rows with the labels {"queue":"Act"}'],
  ])('is %s for %j', (state, rows, words) => {
    const result = judged(rows);

    expect(result.state).toBe(state);
    if (state === 'unknown') expect(result.headline).toBe(words);
  });

  it('is unknown for the row that lacks a value, while the others are judged', () => {
    const { state, headline, rowStates } = judged([row('Act', null), row('Learn', 2000)], {
      onError: 'keep',
    });

    expect(rowStates).toEqual(['unknown', 'warning']);
    expect(state).toBe('unknown');
    expect(headline).toBe('depth of Act is not known');
  });
});

describe('a check that could not see all', () => {
  const check = aCheck({
    headline: '{max(depth)} at most',
    rules: [aRule({ severity: 'critical' })],
  });
  const blind = [{ labels: { replica: 'sql-2' }, reason: 'timeout', detail: 'too slow' }] as const;
  const partly = (rows: readonly Row[]) => {
    const sample = { ...sampleOf([], 1000), outcome: { kind: 'rows' as const, rows, blind } };
    const { changed } = observe({
      rules: bindRules(check, sample.environment),
      sample: { ...sample, check: check.name },
      target: check.target,
      known: [],
      settings: defaultObserving,
    });
    return judge(check, sample, changed);
  };

  it.each<[string, readonly Row[], string]>([
    ['unknown', [row('Act', 3)], 'sql-2: too slow'],
    ['unknown', [], 'sql-2: too slow'],
    ['critical', [row('Act', 2000)], '2,000 at most; unknown on sql-2'],
  ])('is %s, and names what gave no answer', (state, rows, words) => {
    expect(partly(rows)).toMatchObject({ state, headline: words });
  });
});

describe('what an alert means', () => {
  const own = 'Nothing is read from it.';
  const check = aCheck({
    rules: [
      aRule({ severity: 'warning' }),
      aRule({ severity: 'critical', when: { comparison: '>', threshold: 5000 }, remedy: own }),
      aRule({ alert: 'queue-rising' }),
    ],
  });
  const sample = { ...sampleOf([row('Act', 2000)], 1000), check: check.name };
  const { changed } = observe({
    rules: bindRules(check, sample.environment),
    sample,
    target: check.target,
    known: [],
    settings: defaultObserving,
  });

  it.each([
    ['its rule', 'queue-backlog', own],
    ['its check, where its rule has none', 'queue-rising', check.remedy],
  ])('is told in the words of %s', (_, alert, words) => {
    const instance = changed.find((each) => each.alert === alert);

    expect(instance?.severity).toBe('warning');
    expect(instance && remedyOf(check, instance)).toBe(words);
  });
});
