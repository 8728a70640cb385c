import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blocksUpTo, lsnAt } from '../../../sandbox/world/lsn.ts';

const START = Date.UTC(2026, 10, 23);

it('a log grows by two blocks a second, also where it passes from one file to the next', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.integer({ min: 0, max: 100_000 }),
      (from, seconds) => {
        const blocks = (second: number) => blocksUpTo(lsnAt(START + second * 1000));
        expect(blocks(from + seconds) - blocks(from)).toBe(BigInt(2 * seconds));
      },
    ),
  );
});
