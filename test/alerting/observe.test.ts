import { describe, expect, test } from 'vitest';
import type { InstanceDelta } from '../../src/alerting/model.ts';
import { reconcile } from '../../src/alerting/reconcile.ts';
import { expired } from '../../src/alerting/retain.ts';
import { alertName } from '../../src/domain/alert.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { blank, depthRule, depths, rulesOf, sampleOf, saw, told, unknown } from './records.ts';

function moves({ transitions }: InstanceDelta): string[] {
  return transitions.map(
    ({ alert, labels, from, to, reason }) => `${alertName(alert, labels)} ${from} ${to} ${reason}`,
  );
}

describe('a server that does not answer', () => {
  const settings = { downFor: MINUTE, downKeepFiringFor: 0 };

  test('is one alert, whichever of its checks says so', () => {
    const first = saw(blank, sampleOf(0, unknown('unreachable')), rulesOf(), settings);
    const second = saw(
      first.memory,
      sampleOf(MINUTE, unknown('unreachable'), { check: 'backups' }),
      [],
      settings,
    );

    expect(moves(second.delta)).toContain(
      'sql-server-down{target=sql-server} pending firing error',
    );
    const down = [...second.memory.instances.values()].filter(
      ({ alert }) => alert === 'sql-server-down',
    );
    expect(down).toHaveLength(1);
    expect(down[0]).toMatchObject({
      severity: 'critical',
      staticLabels: { environment: 'production', target: 'sql-server', severity: 'critical' },
    });
  });

  test('alerts also where a check has a rule of the same name', () => {
    const rules = rulesOf({ ...depthRule, alert: 'sql-server-down' });
    let memory = saw(blank, sampleOf(0, depths({ Act: 3 })), rules, settings).memory;
    const phases: string[] = [];
    for (const at of [SECOND, MINUTE, MINUTE + SECOND]) {
      const seen = saw(memory, sampleOf(at, unknown('unreachable')), rules, settings);
      memory = seen.memory;
      phases.push(...moves(seen.delta).filter((move) => move.includes('target=sql-server')));
    }

    expect(phases).toEqual([
      'sql-server-down{target=sql-server} inactive pending error',
      'sql-server-down{target=sql-server} pending firing error',
    ]);
  });

  test('holds back what its checks cannot say, and only it is announced', () => {
    let memory = blank;
    for (let at = 0; at <= 20 * MINUTE; at += 5 * MINUTE)
      memory = saw(memory, sampleOf(at, unknown('unreachable')), rulesOf(), settings).memory;
    const { result } = told(memory, 20 * MINUTE);

    expect(result.notifications.map(({ group }) => group['alert'])).toEqual(['sql-server-down']);
    expect(told(memory, 21 * MINUTE).result.suppressions).toMatchObject([
      { alert: 'check-unknown', by: 'inhibit', because: 'sql-server-down{target=sql-server}' },
    ]);
  });

  test('takes the API along, which answers 503 without its database: one alert', () => {
    const api = { check: 'api' };
    const down = rulesOf({ ...depthRule, alert: 'api-down' });
    const sick = saw(blank, sampleOf(0, depths({ 'api-1': 2000 }), api), down, settings, 'api');
    let memory = sick.memory;
    for (const at of [SECOND, MINUTE + SECOND])
      memory = saw(memory, sampleOf(at, unknown('unreachable')), rulesOf(), settings).memory;
    const { result } = told(memory, 2 * MINUTE);

    expect(result.notifications.map(({ group }) => group['alert'])).toEqual(['sql-server-down']);
    expect(result.suppressions).toMatchObject([{ alert: 'api-down', by: 'inhibit' }]);
  });

  test('a backlog takes the growth of the same queue along, and of no other', () => {
    const rules = [...rulesOf(depthRule), ...rulesOf({ ...depthRule, alert: 'queue-rising' })];
    const backlog = rulesOf({ ...depthRule, alert: 'queue-backlog' });
    const flooded = saw(blank, sampleOf(0, depths({ Act: 2000 })), backlog, settings);
    const both = depths({ Act: 2000, Learn: 2000 });
    const grown = { check: 'growth' };
    const { memory } = saw(flooded.memory, sampleOf(0, both, grown), rules.slice(1), settings);
    const { result } = told(memory, 2 * MINUTE);

    expect(result.suppressions).toMatchObject([
      { alert: 'queue-rising', labels: { queue: 'Act' } },
    ]);
    expect(result.notifications.map(({ group }) => group['alert'])).toEqual(
      expect.arrayContaining(['queue-backlog', 'queue-rising']),
    );
  });

  test('does not hold back another environment, nor another target', () => {
    let memory = blank;
    for (let at = 0; at <= 20 * MINUTE; at += 5 * MINUTE) {
      const away = { environment: 'staging' };
      memory = saw(memory, sampleOf(at, unknown('unreachable')), rulesOf(), settings).memory;
      memory = saw(memory, sampleOf(at, unknown('timeout'), away), [], settings).memory;
    }
    const { result } = told(memory, 21 * MINUTE);

    expect(result.notifications.map(({ group }) => [group['alert'], group['environment']])).toEqual(
      [
        ['sql-server-down', 'production'],
        ['check-unknown', 'staging'],
      ],
    );
  });

  test('that answers again clears every check that was unknown because of it', () => {
    const hourly = saw(
      blank,
      sampleOf(0, unknown('unreachable'), { check: 'backups' }),
      [],
      settings,
    );
    const queues = saw(
      hourly.memory,
      sampleOf(20 * MINUTE, unknown('unreachable')),
      rulesOf(),
      settings,
    );
    const back = saw(queues.memory, sampleOf(21 * MINUTE, depths({ A: 5 })), rulesOf(), settings);

    expect(moves(back.delta).toSorted()).toEqual([
      'check-unknown{check=backups,reason=unreachable} pending inactive recovered',
      'check-unknown{check=queues,reason=unreachable} pending inactive recovered',
      'sql-server-down{target=sql-server} firing resolved recovered',
    ]);
  });

  test.each([
    ['permission', 'resolved'],
    ['missing', 'resolved'],
    ['timeout', 'firing'],
    ['stale', 'firing'],
    ['error', 'firing'],
  ] as const)('and then says %s is %s', (reason, phase) => {
    const down = saw(blank, sampleOf(0, unknown('unreachable')), [], {
      downFor: 0,
      downKeepFiringFor: 0,
    });
    const after = saw(down.memory, sampleOf(SECOND, unknown(reason)), [], {
      downFor: 0,
      downKeepFiringFor: 0,
    });

    const server = [...after.memory.instances.values()].find(
      ({ alert }) => alert === 'sql-server-down',
    );
    expect(server?.phase).toBe(phase);
  });
});

describe('check-unknown', () => {
  test('of several checks with one cause is one group', () => {
    let memory = blank;
    for (const check of ['queues', 'backups'])
      for (const at of [0, 15 * MINUTE])
        memory = saw(memory, sampleOf(at, unknown('permission'), { check }), []).memory;
    const { result } = told(memory, 16 * MINUTE);

    expect(result.notifications).toHaveLength(1);
    expect(result.notifications[0]).toMatchObject({
      group: { alert: 'check-unknown', target: 'sql-server', reason: 'permission' },
      severity: 'warning',
    });
    expect(result.notifications[0]?.firing).toHaveLength(2);
  });

  test('ends when the check is switched off', () => {
    const before = saw(blank, sampleOf(0, unknown('missing')), []);
    const after = saw(before.memory, sampleOf(MINUTE, { kind: 'off', detail: '' }), []);

    expect(moves(after.delta)).toEqual([
      'check-unknown{check=queues,reason=missing} pending inactive recovered',
    ]);
  });
});

describe('a rule that changes', () => {
  const firing = saw(blank, sampleOf(0, depths({ A: 2000 })));
  const all = [...firing.memory.instances.values()];
  const changed = rulesOf({ ...depthRule, when: { comparison: '>', threshold: 1500 } });

  test('rule 10: begins anew, and says `updated`', () => {
    const { delta } = saw(firing.memory, sampleOf(MINUTE, depths({ A: 1200 })), changed);

    expect(moves(delta)).toEqual(['queue-backlog{queue=A} firing resolved updated']);
  });

  test('rule 10: fires again at once if the new rule says so', () => {
    const { delta } = saw(firing.memory, sampleOf(MINUTE, depths({ A: 2000 })), changed);

    expect(moves(delta)).toEqual([
      'queue-backlog{queue=A} firing resolved updated',
      'queue-backlog{queue=A} inactive firing threshold',
    ]);
  });

  test('rule 10: in its wording alone changes nothing', () => {
    const reworded = rulesOf({ ...depthRule, summary: '{queue} is long' });

    expect(
      moves(saw(firing.memory, sampleOf(MINUTE, depths({ A: 2000 })), reworded).delta),
    ).toEqual([]);
  });

  test('rule 10: or is gone, is settled at the start', () => {
    expect(moves(reconcile(rulesOf(), all, MINUTE))).toEqual([]);
    expect(moves(reconcile(changed, all, MINUTE))).toEqual([
      'queue-backlog{queue=A} firing resolved updated',
    ]);
    expect(moves(reconcile([], all, MINUTE))).toEqual([
      'queue-backlog{queue=A} firing resolved updated',
    ]);
  });

  test('rule 10: a server is watched for as long as any rule asks it', () => {
    const { memory } = saw(blank, sampleOf(0, unknown('unreachable')), rulesOf(), { downFor: 0 });

    expect(moves(reconcile(rulesOf(), memory.instances.values(), 1))).toEqual([]);
    expect(moves(reconcile([], memory.instances.values(), 1)).toSorted()).toEqual([
      'check-unknown{check=queues,reason=unreachable} pending inactive updated',
      'sql-server-down{target=sql-server} firing resolved updated',
    ]);
  });
});

test('at the start a check without rules keeps its check-unknown, if it is still there', () => {
  const { memory } = saw(blank, sampleOf(0, unknown('missing')), []);
  const instances = [...memory.instances.values()];

  expect(moves(reconcile([], instances, 1, new Set(['queues'])))).toEqual([]);
  expect(moves(reconcile([], instances, 1))).toEqual([
    'check-unknown{check=queues,reason=missing} pending inactive updated',
  ]);
});

test('rule 6: resolved instances are kept for 15 minutes', () => {
  const firing = saw(blank, sampleOf(0, depths({ A: 2000 })));
  const { memory } = saw(firing.memory, sampleOf(MINUTE, depths({ A: 5 })));
  const [resolved] = [...memory.instances.values()];

  expect(resolved).toMatchObject({ phase: 'resolved', resolvedAt: MINUTE, firingAt: 0, value: 5 });
  expect(expired([...memory.instances.values()], 16 * MINUTE - 1)).toEqual([]);
  expect(expired([...memory.instances.values()], 16 * MINUTE)).toEqual([resolved?.fingerprint]);
});

test('healthy instances leave no record', () => {
  expect(saw(blank, sampleOf(0, depths({ A: 5, B: 6 }))).delta).toEqual({
    changed: [],
    removed: [],
    transitions: [],
  });
});

test('a check that is switched off ends what it had', () => {
  const firing = saw(blank, sampleOf(0, depths({ A: 2000 })));
  const { delta } = saw(firing.memory, sampleOf(HOUR, { kind: 'off', detail: 'no backups here' }));

  expect(moves(delta)).toEqual(['queue-backlog{queue=A} firing resolved updated']);
});
