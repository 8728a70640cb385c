import { describe, expect, it } from 'vitest';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { anOrder, theContext, theFacts } from './restore-facts.ts';

const end = { kind: 'before-log', setId: 'log10' };
const installed = [{ name: 'hart_SetQueue', sinceLocal: '2026-01-05T10:45:00' }];

describe('a restore in place that ends before a log', () => {
  const plan = planInPlace(anOrder({ end }), theFacts({ installed }), theContext);
  if ('rule' in plan) throw new Error(plan.message);
  const logs = plan.steps.find(({ id }) => id === 'restore-logs');

  it('takes what came before it, whole', () => {
    expect(plan.memory['sets']).toMatchObject([
      { id: 'full' },
      { id: 'diff' },
      { id: 'log8' },
      { id: 'log9' },
    ]);
    expect(plan.memory['stopAt']).toBeNull();
  });

  it('says that all that came later is lost, and not open transactions alone', () => {
    expect(plan.title).toContain('in place to 2026-01-05 10:00:00 (server time, 09:00:00 UTC)');
    expect(plan.loses).toEqual(['Everything after 2026-01-05 10:00:00 server time (3 h).']);
  });

  it('S7 takes no log to it that is backed up later, nor the tail', () => {
    expect(logs?.title).toBe('Restore 2 logs 09:00 → 10:00');
    expect(logs).not.toHaveProperty('later');
    expect(logs).not.toHaveProperty('grows');
  });

  it('S18 has our own objects installed again that are newer', () => {
    expect(plan.steps.map(({ id }) => id)).toContain('reinstall');
  });
});
