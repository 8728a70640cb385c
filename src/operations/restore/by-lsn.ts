import type { Lsn } from './backup-set.ts';
import { compareLsns } from './state.ts';

/**
 * Sorts by rising LSN, then by `orElse`. Distances from the lowest LSN mostly differ as floating-point numbers already,
 * which compare far faster than bigints; rounding keeps the order, and where it leaves no difference the LSNs decide.
 */
export function byLsn<T>(
  items: readonly T[],
  lsnOf: (item: T) => Lsn,
  orElse: (a: T, b: T) => number = () => 0,
): readonly T[] {
  const placed = items.map((item) => ({ item, lsn: lsnOf(item), distance: 0 }));
  let lowest = placed[0]?.lsn ?? 0n;
  for (const { lsn } of placed) if (lsn < lowest) lowest = lsn;
  for (const place of placed) place.distance = Number(place.lsn - lowest);
  return placed
    .toSorted(
      (a, b) => a.distance - b.distance || compareLsns(a.lsn, b.lsn) || orElse(a.item, b.item),
    )
    .map(({ item }) => item);
}
