import type { Lsn } from './backup-set.ts';
import { compareStates, type State } from './state.ts';

/** The states of one branch, taken in by rising LSN. */
export interface Frontier {
  add(state: State): void;
  /** The best state at `lsn` or beyond, or null. */
  best(lsn: Lsn): State | null;
  /** The best of those with the highest LSN, or null. */
  furthest(): State | null;
}

/**
 * Keeps only states that no later one beats, so that they stand from best to worst by rising LSN and the best at or
 * beyond a point is the first there: adding is constant on average, looking up a search by halves.
 */
export function createFrontier(): Frontier {
  const kept: State[] = [];
  return {
    add(state) {
      let last = kept.at(-1);
      if (last?.lsn === state.lsn && compareStates(last, state) <= 0) return;
      while (last !== undefined && compareStates(last, state) >= 0) {
        kept.pop();
        last = kept.at(-1);
      }
      kept.push(state);
    },
    best(lsn) {
      // Most logs go on from where the one before ended: look from there backwards, in steps that double.
      let high = kept.length;
      let low = high - 1;
      for (let step = 1; low >= 0 && (kept[low]?.lsn ?? lsn) >= lsn; step *= 2) {
        high = low;
        low = high - step;
      }
      low = Math.max(low + 1, 0);
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((kept[middle]?.lsn ?? lsn) >= lsn) high = middle;
        else low = middle + 1;
      }
      return kept[low] ?? null;
    },
    furthest: () => kept.at(-1) ?? null,
  };
}
