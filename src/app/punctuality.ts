import type { Duration, Instant } from '../domain/time.ts';

/** A check as far as its schedule goes; `name` as the scheduler knows it. */
export interface Scheduled {
  readonly name: string;
  readonly interval: Duration;
  readonly timeout: Duration;
}

/** Whether the checks run when they should. */
export interface Punctuality {
  /** What has not completed for so many of its intervals, its time limit and `grace`. */
  late(
    intervals: number,
    grace?: Duration,
  ): readonly { readonly name: string; readonly for: Duration }[];
  /** Every check has completed once at least. */
  complete(): boolean;
}

/**
 * Goes by a clock that nobody sets: after a leap of the machine's own, or of the sandbox's, every check would seem late.
 *
 * @param options.completedAt when a check last completed, by whatever clock; null: not yet
 * @param options.elapsed milliseconds since some moment, never going back
 */
export function createPunctuality(options: {
  readonly checks: readonly Scheduled[];
  readonly completedAt: () => ReadonlyMap<string, Instant | null>;
  readonly elapsed: () => Duration;
}): Punctuality {
  const { checks, completedAt, elapsed } = options;
  const begun = elapsed();
  const seen = new Map<string, { readonly at: Instant; readonly noticed: Duration }>();

  function look(): void {
    const now = completedAt();
    for (const { name } of checks) {
      const at = now.get(name) ?? null;
      if (at !== null && seen.get(name)?.at !== at) seen.set(name, { at, noticed: elapsed() });
    }
  }

  return {
    late(intervals, grace = 0) {
      look();
      return checks.flatMap(({ name, interval, timeout }) => {
        const since = elapsed() - (seen.get(name)?.noticed ?? begun);
        return since > intervals * interval + timeout + grace ? [{ name, for: since }] : [];
      });
    },
    complete() {
      look();
      return checks.every(({ name }) => seen.has(name));
    },
  };
}
