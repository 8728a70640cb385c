import { describe, expect, test } from 'vitest';
import { backlog, evaluation, play, queues, story } from './scenario.ts';

const minute = 60;

describe('check-unknown', () => {
  test('rule 7: fires when a check has been unknown for 15 minutes, and ends with the first answer', () => {
    const errors = Array.from({ length: 4 }, (_, index) =>
      evaluation(index * 5 * minute, 'timeout'),
    );
    const output = play({ evaluations: [...errors, evaluation(20 * minute, 5)] });

    expect(story(output)).toEqual([
      '0 check-unknown{check=queues,reason=timeout} inactive pending error',
      '900 check-unknown{check=queues,reason=timeout} pending firing error',
      '1200 check-unknown{check=queues,reason=timeout} firing resolved recovered',
    ]);
  });

  test('rule 8: no rows with onEmpty unknown are a cause of their own', () => {
    const rules = [backlog({ onEmpty: 'unknown' })];
    const output = play({ rules, evaluations: queues(900, {}, {}) });

    expect(story(output)).toEqual([
      '0 check-unknown{check=queues,reason=empty} inactive pending no-data',
      '900 check-unknown{check=queues,reason=empty} pending firing no-data',
    ]);
  });

  test('a change of excuse does not put it off', () => {
    const output = play({
      alerting: { unknownFor: '60s' },
      evaluations: queues(30, 'timeout', 'permission', 'timeout'),
    });

    expect(story(output)).toEqual([
      '0 check-unknown{check=queues,reason=timeout} inactive pending error',
      '30 check-unknown{check=queues,reason=permission} inactive pending error',
      '30 check-unknown{check=queues,reason=timeout} pending inactive updated',
      '60 check-unknown{check=queues,reason=permission} pending inactive updated',
      '60 check-unknown{check=queues,reason=timeout} inactive firing error',
    ]);
  });

  test.each(['firing', 'ok', 'keep'])('is not driven where onError is %s', (onError) => {
    const output = play({ rules: [backlog({ onError })], evaluations: queues(30, 5, 'timeout') });

    expect(story(output).filter((line) => line.includes('check-unknown'))).toEqual([]);
  });

  test('rule 12: more rows than the limit are an error, and no partial set', () => {
    const output = play({
      alerting: { instanceLimit: 2 },
      evaluations: queues(30, { A: 2000, B: 2000, C: 2000 }),
    });

    expect(story(output)).toEqual([
      '0 check-unknown{check=queues,reason=error} inactive pending error',
    ]);
  });
});
