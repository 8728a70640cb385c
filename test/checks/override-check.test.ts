import { describe, expect, it } from 'vitest';
import { overrideCheck } from '../../src/checks/override-check.ts';
import type { CheckOverride } from '../../src/domain/check-override.ts';
import { aCheck, aRule } from '../fakes/a-check.ts';

const check = aCheck({
  parameters: {
    minutes: { type: 'int', value: 60 },
    atoms: { type: 'int', from: { check: 'sync', value: 'atoms' } },
  },
  rules: [
    aRule({ for: 90_000, keepFiringFor: 300_000, recovers: { comparison: '<', threshold: 800 } }),
    aRule({ severity: 'critical', when: { comparison: '>', threshold: 5000 } }),
    aRule({ alert: 'queue-rising', value: 'depth.rising', for: 60_000 }),
  ],
});

describe('a check in an environment', () => {
  it('stays as it is without an override', () => {
    expect(overrideCheck(check)).toEqual({ check, complaints: [] });
  });

  it('can be switched off', () => {
    expect(overrideCheck(check, { enabled: false }).check).toBeNull();
  });

  it('takes interval, parameters and rules from its override', () => {
    const { check: changed, complaints } = overrideCheck(check, {
      interval: 5000,
      parameters: { minutes: 5 },
      rules: { 'queue-rising': { when: '> 9', for: 1000, severity: 'critical' } },
    });

    expect(complaints).toEqual([]);
    expect(changed).toMatchObject({
      interval: 5000,
      parameters: { minutes: { type: 'int', value: 5 } },
    });
    expect(changed?.rules[2]).toMatchObject({
      when: { comparison: '>', threshold: 9 },
      for: 1000,
      severity: 'critical',
    });
    expect(changed?.rules[0]).toEqual(check.rules[0]);
  });

  it('names one of two severities of an alert', () => {
    const { check: changed, complaints } = overrideCheck(check, {
      rules: { 'queue-backlog/critical': { when: '> 50' } },
    });

    expect(complaints).toEqual([]);
    expect(changed?.rules.map(({ when }) => when.threshold)).toEqual([1000, 50, 1000]);
  });

  it('gives up a recovery that the new threshold leaves on the wrong side', () => {
    const { check: changed, complaints } = overrideCheck(check, {
      rules: { 'queue-backlog/warning': { when: '> 500' } },
    });

    expect(complaints).toEqual([]);
    expect(changed?.rules[0]?.recovers).toBeUndefined();
  });

  it('takes the pace of all, but fires at once where it did', () => {
    const { check: changed } = overrideCheck(
      check,
      {},
      { interval: 5000, for: 10_000, keepFiringFor: 20_000 },
    );

    expect(changed?.interval).toBe(5000);
    expect(changed?.rules.map((rule) => [rule.for, rule.keepFiringFor])).toEqual([
      [10_000, 20_000],
      [0, 0],
      [10_000, 0],
    ]);
  });

  it('prefers its own pace to that of all', () => {
    const { check: changed } = overrideCheck(
      check,
      { interval: 1000, rules: { 'queue-rising': { for: 2000 } } },
      { interval: 5000, for: 10_000 },
    );

    expect(changed?.interval).toBe(1000);
    expect(changed?.rules[2]?.for).toBe(2000);
  });

  it.each<[string, CheckOverride, string, string]>([
    [
      'an alert that it does not have',
      { rules: { backlog: { for: 1 } } },
      'rules.backlog',
      'is no alert of the check queues',
    ],
    [
      'a threshold for both severities at once',
      { rules: { 'queue-backlog': { when: '> 5' } } },
      'rules.queue-backlog',
      'has rules of both severities',
    ],
    [
      'something that is no condition',
      { rules: { 'queue-rising': { when: 'many' } } },
      'rules.queue-rising.when',
      'is no condition',
    ],
    [
      'a recovery on the wrong side',
      { rules: { 'queue-rising': { recovers: '> 5' } } },
      'rules.queue-rising.recovers',
      'overlaps',
    ],
    [
      'a parameter that it does not have',
      { parameters: { hours: 1 } },
      'parameters.hours',
      'is no parameter of the check queues',
    ],
    [
      'text for a number',
      { parameters: { minutes: 'many' } },
      'parameters.minutes',
      'must be a number',
    ],
    [
      'a broken number for a whole one',
      { parameters: { minutes: 1.5 } },
      'parameters.minutes',
      'must be a number (int)',
    ],
    [
      'a parameter that another check measures',
      { parameters: { atoms: 1 } },
      'parameters.atoms',
      'is measured by the check sync',
    ],
  ])('refuses %s', (_, override, path, message) => {
    const { complaints } = overrideCheck(check, override);

    expect(complaints).toHaveLength(1);
    expect(complaints[0]?.path).toBe(`checks.queues.${path}`);
    expect(complaints[0]?.message).toContain(message);
  });
});
