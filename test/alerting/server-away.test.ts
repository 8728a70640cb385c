import { describe, expect, test } from 'vitest';
import { bindRules } from '../../src/alerting/bind.ts';
import type { Labels } from '../../src/domain/alert.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { aCheck } from '../fakes/a-check.ts';
import { blank, depthRule, depths, rulesOf, sampleOf, saw, told, unknown } from './records.ts';

const settings = { downFor: MINUTE, downKeepFiringFor: MINUTE };
const later = 24 * HOUR;

/** Something fires and is told; a day later, when its repeat is due, the server does not answer. */
function awayADayLater(labels: Labels, check = 'queues') {
  const row = { kind: 'rows', rows: [{ labels, values: { depth: 2000 } }] } as const;
  const rules = bindRules(
    aCheck({ name: check, labels: Object.keys(labels), rules: [depthRule] }),
    'production',
  );
  const seen = saw(blank, sampleOf(0, row, { check }), rules, settings);
  let { memory } = told(seen.memory, MINUTE);
  for (const at of [later, later + MINUTE])
    memory = saw(memory, sampleOf(at, unknown('unreachable'), { check }), rules, settings).memory;
  return told(memory, later + 2 * MINUTE);
}

describe('while a server is down', () => {
  test('what was true of it before is not repeated, and what held it back is recorded', () => {
    const { result } = awayADayLater({ queue: 'Act' });

    expect(result.notifications.map(({ group }) => group['alert'])).toEqual(['sql-server-down']);
    expect(result.suppressions).toMatchObject([
      { alert: 'queue-backlog', by: 'inhibit', because: 'sql-server-down{target=sql-server}' },
    ]);
  });

  test('what is measured on a replica is told: it may answer while another is down', () => {
    const { result } = awayADayLater({ replica: 'sql-2' }, 'storage');

    expect(result.notifications.map(({ group, reason }) => [group['alert'], reason])).toEqual([
      ['queue-backlog', 'repeat'],
      ['sql-server-down', 'first'],
    ]);
  });

  test('nothing is held back by a check’s own alert of that name: then its server answers', () => {
    const rules = rulesOf(depthRule, { ...depthRule, alert: 'sql-server-down' });
    const { memory } = saw(blank, sampleOf(0, depths({ Act: 2000 })), rules, settings);

    expect(told(memory, MINUTE).result.suppressions).toEqual([]);
  });
});

test('once a server answers again what is found is told at once, though its own alert is not over yet', () => {
  const { memory } = awayADayLater({ queue: 'Act' });
  const at = later + 10 * MINUTE;
  const back = saw(memory, sampleOf(at, depths({ Act: 2000, Learn: 2000 })), rulesOf(), settings);
  const { result } = told(back.memory, at);

  expect(
    [...back.memory.instances.values()].find(({ alert }) => alert === 'sql-server-down')?.phase,
  ).toBe('recovering');
  expect(result.notifications.map(({ group, reason }) => [group['alert'], reason])).toContainEqual([
    'queue-backlog',
    'new-alerts',
  ]);
});
