import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrontier } from '../../../src/operations/restore/frontier.ts';
import { compareStates, type State } from '../../../src/operations/restore/state.ts';

test('the best state at or beyond an LSN is the one that a search through all of them finds', () => {
  const state = fc.record({ rise: fc.integer({ min: 0, max: 3 }), steps: fc.nat({ max: 9 }) });
  fc.assert(
    fc.property(fc.array(state, { maxLength: 60 }), fc.nat({ max: 100 }), (given, from) => {
      const frontier = createFrontier();
      const all: State[] = [];
      let lsn = 0n;
      for (const { rise, steps } of given) {
        lsn += BigInt(rise);
        const next = stateAt(lsn, steps);
        all.push(next);
        frontier.add(next);
      }
      const beyond = all.filter((one) => one.lsn >= BigInt(from)).toSorted(compareStates);
      const found = frontier.best(BigInt(from));
      expect(found?.steps).toBe(beyond[0]?.steps);
      expect(found === null || found.lsn >= BigInt(from)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

function stateAt(lsn: bigint, steps: number): State {
  const rest = { branch: 0, set: null, before: null, doubts: 0, copyOnly: 0, unchecked: 0 };
  return { ...rest, lsn, steps, baseLsn: 0n };
}
