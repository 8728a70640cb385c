import type { Row } from '../../src/domain/sample.ts';
import type { Instant } from '../../src/domain/time.ts';
import { temporaryStore } from '../store/temporary-store.ts';

/** A store with this history: what a check saw at each of these moments. */
export async function withHistory(
  check: string,
  moments: readonly Instant[],
  rows: (at: Instant) => readonly Row[],
  store = temporaryStore(),
) {
  const opened = await store;
  await opened.transaction(async () => {
    for (const at of moments) {
      await opened.samples.save({
        environment: 'production',
        check,
        at,
        ms: 1,
        variant: null,
        replica: null,
        serverTime: null,
        startedAt: null,
        outcome: { kind: 'rows', rows: rows(at) },
      });
    }
  });
  return opened;
}

/** Moments from `from` on, `step` apart, before `to`. */
export function every(step: number, from: Instant, to: Instant): readonly Instant[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}
