import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { byLsn } from '../../../src/operations/restore/by-lsn.ts';

test('LSNs that are one floating-point number are told apart, and equal ones go by what comes next', () => {
  const far = 17_126_786_000_011_867_500_001n;
  // So near to each other that a number of 53 bits can't hold the difference, and 10,000 log files apart.
  const lsn = fc
    .tuple(fc.constantFrom(0n, far, far + 10n ** 19n), fc.bigInt({ min: 0n, max: 3n }))
    .map(([base, more]) => base + more);
  const item = fc.record({ lsn, time: fc.nat({ max: 3 }) });
  fc.assert(
    fc.property(fc.array(item, { maxLength: 40 }), (items) => {
      const sorted = byLsn(
        items,
        (one) => one.lsn,
        (a, b) => a.time - b.time,
      );
      for (const [index, next] of sorted.entries()) {
        const before = sorted[index - 1];
        if (before === undefined) continue;
        expect(before.lsn < next.lsn || (before.lsn === next.lsn && before.time <= next.time)).toBe(
          true,
        );
      }
      expect(new Set(sorted)).toEqual(new Set(items));
    }),
    { numRuns: 1000 },
  );
});
