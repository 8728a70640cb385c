import { expect, test } from 'vitest';
import { alternativesTo } from '../../../src/operations/restore/alternatives.ts';
import { D1, F1, L1, L2, L3 } from './chain.ts';
import { full, log, parsed, planFor, requestOf } from './scene.ts';

const F2 = full('F2', '08:20', [210, 220]);
const sets = [full('F0', '07:00', [10, 20]), log('L0', '07:59', [20, 105]), F1, L1, F2, L2, D1, L3];

test('other sound plans are given, shortest first, without the best and without doubles', () => {
  const ask = { to: '08:44' };
  const best = planFor(sets, ask);
  const ids = alternativesTo(best, parsed(sets), requestOf(ask)).map(({ steps }) =>
    steps.map(({ setId }) => setId).join(' '),
  );
  expect(best.steps.map(({ setId }) => setId).join(' ')).toBe('F1 D1 L3');
  expect(ids).toEqual(['F2 L2 L3', 'F1 L1 L2 L3', 'F0 L0 L1 L2 L3']);
});

test('an alternative to "latest" reaches as far', () => {
  const short = [...sets, full('F9', '09:00', [900, 910])];
  expect(alternativesTo(planFor(short, {}), parsed(short), requestOf({}))).toEqual([]);
});
