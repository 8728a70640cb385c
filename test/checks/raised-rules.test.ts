import { describe, expect, it } from 'vitest';
import { overrideCheck } from '../../src/checks/override-check.ts';
import { raisedRules } from '../../src/checks/raised-rules.ts';
import type { CheckOverride, Pace } from '../../src/domain/check-override.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { aCheck, aRule } from '../fakes/a-check.ts';

const check = aCheck({
  name: 'queues',
  parameters: { days: { type: 'int', value: 7 } },
  rules: [
    aRule({
      alert: 'backlog',
      severity: 'critical',
      when: { comparison: '>', threshold: 1000 },
      for: MINUTE,
    }),
    aRule({
      alert: 'idle',
      severity: 'warning',
      when: { comparison: '<', threshold: 5 },
      for: MINUTE,
    }),
  ],
});

const raised = (override: CheckOverride, pace: Pace = {}) => {
  const { check: here, complaints } = overrideCheck(check, override, pace);
  expect(complaints).toEqual([]);
  return here === null ? null : raisedRules(check, here);
};

describe('S50 rules that the configuration makes laxer', () => {
  it.each<[string, CheckOverride, readonly string[]]>([
    ['a higher threshold', { rules: { backlog: { when: '> 2000' } } }, ['backlog/critical']],
    ['one that begins later', { rules: { backlog: { when: '> 1000.5' } } }, ['backlog/critical']],
    ['a lower one of what must not be low', { rules: { idle: { when: '< 1' } } }, ['idle/warning']],
    ['a threshold that none meets', { rules: { backlog: { when: '< 0' } } }, ['backlog/critical']],
    ['less urgency', { rules: { backlog: { severity: 'warning' } } }, ['backlog/critical']],
    ['more patience', { rules: { idle: { for: 2 * MINUTE } } }, ['idle/warning']],
    ['another parameter', { parameters: { days: 30 } }, ['backlog/critical', 'idle/warning']],
    ['nothing', {}, []],
    ['a stricter threshold', { rules: { backlog: { when: '>= 1000' } } }, []],
    ['less patience', { rules: { idle: { for: 0 } } }, []],
    ['more urgency', { rules: { idle: { severity: 'critical' } } }, []],
    ['another pace of asking', { interval: 5 * MINUTE }, []],
  ])('are named: %s', (_, override, names) => {
    expect(raised(override)).toEqual(names);
  });

  it('are named also when the pace of all of them is slower', () => {
    expect(raised({}, { for: 5 * MINUTE })).toEqual(['backlog/critical', 'idle/warning']);
  });
});
