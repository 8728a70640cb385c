import type { Check, Rule } from '../../src/domain/check.ts';

/** A check with only what a test cares about. */
export function aCheck(given: Partial<Check> = {}): Check {
  return {
    name: 'queues',
    title: 'Queues are worked off',
    subsystem: 'Queues',
    target: 'sql-server',
    interval: 30_000,
    timeout: 5000,
    runsOn: 'any',
    needs: [],
    parameters: {},
    labels: ['queue'],
    values: { depth: 'count' },
    rules: [],
    onEmpty: 'ok',
    onMissing: 'unknown',
    remedy: 'Look at the reader.',
    variants: [{ name: 'only', requires: {}, statement: 'SELECT 1' }],
    ...given,
  };
}

/** A rule with only what a test cares about. */
export function aRule(given: Partial<Rule> = {}): Rule {
  return {
    alert: 'queue-backlog',
    value: 'depth',
    when: { comparison: '>', threshold: 1000 },
    for: 0,
    keepFiringFor: 0,
    severity: 'warning',
    onError: 'error',
    onEmpty: 'ok',
    ...given,
  };
}
