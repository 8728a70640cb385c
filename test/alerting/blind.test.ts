import { describe, expect, test } from 'vitest';
import { bindRules } from '../../src/alerting/bind.ts';
import { alertName } from '../../src/domain/alert.ts';
import type { Outcome, UnknownReason } from '../../src/domain/sample.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { aCheck } from '../fakes/a-check.ts';
import { blank, depthRule, sampleOf, saw, unknown } from './records.ts';

const check = aCheck({ labels: ['queue', 'replica'], rules: [depthRule] });
const rules = bindRules(check, 'production');

/** A depth of each replica that answered, and why others did not. */
function replicas(
  answered: Readonly<Record<string, number>>,
  away: Readonly<Record<string, UnknownReason>> = {},
): Outcome {
  return {
    kind: 'rows',
    rows: Object.entries(answered).map(([replica, depth]) => ({
      labels: { queue: 'Act', replica },
      values: { depth },
    })),
    blind: Object.entries(away).map(([replica, reason]) => ({
      labels: { replica },
      reason,
      detail: 'no connection',
    })),
  };
}

/** The transitions of these samples, five minutes apart. */
function told(...outcomes: readonly Outcome[]): string[] {
  let memory = blank;
  return outcomes.flatMap((outcome, index) => {
    const seen = saw(memory, sampleOf(index * 5 * MINUTE, outcome), rules);
    memory = seen.memory;
    return seen.delta.transitions.map(
      ({ alert, labels, to, reason }) => `${index} ${alertName(alert, labels)} ${to} ${reason}`,
    );
  });
}

describe('a replica that gives no answer', () => {
  const bad = replicas({ one: 3, two: 2000 });
  const away = replicas({ one: 3 }, { two: 'unreachable' });

  test('leaves what fires there as it is, and ends nothing, however long it is away', () => {
    expect(told(bad, away, away, away).filter((line) => line.includes('queue-backlog'))).toEqual([
      '0 queue-backlog{queue=Act,replica=two} firing threshold',
    ]);
  });

  test('leaves what fires of all together as it is, where their shared row is missing', () => {
    const shared = replicas({ one: 3, all: 2000 });

    expect(told(shared, away, away, away).filter((line) => line.includes('queue-backlog'))).toEqual(
      ['0 queue-backlog{queue=Act,replica=all} firing threshold'],
    );
  });

  test('does not keep what the others say from ending', () => {
    const both = replicas({ one: 2000, two: 2000 });

    expect(told(both, away).filter((line) => line.includes('queue-backlog'))).toContain(
      '1 queue-backlog{queue=Act,replica=one} resolved recovered',
    );
  });

  test('is an alert of its own, which ends when it answers', () => {
    const well = replicas({ one: 3, two: 4 });

    expect(told(well, away, away, away, away, well)).toEqual([
      '1 check-unknown{check=queues,reason=unreachable on two} pending error',
      '4 check-unknown{check=queues,reason=unreachable on two} firing error',
      '5 check-unknown{check=queues,reason=unreachable on two} resolved recovered',
    ]);
  });

  test('is no word on the server that stands for them, nor is one that answers', () => {
    const down = unknown('unreachable');

    expect(told(away, replicas({}, { one: 'unreachable', two: 'unreachable' })).join()).not.toMatch(
      /sql-server-down/,
    );
    expect(
      told(down, replicas({ one: 3, two: 4 })).filter((line) =>
        line.startsWith('1 sql-server-down'),
      ),
    ).toEqual([]);
  });

  test('counts as no missing data, where none answers', () => {
    expect(told(replicas({}, { one: 'timeout' })).join()).not.toMatch(/empty/);
  });
});
