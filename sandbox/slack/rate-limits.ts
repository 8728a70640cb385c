import { methods } from './api/methods.ts';
import type { SlackFaults } from './types.ts';

/** Short bursts that Slack lets through to one channel before it asks for one a second. */
const postBurst = 10;

export interface RateLimits {
  /** Seconds to wait, or null when the call may pass. */
  check(method: string, channel: string): number | null;
}

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Slack's limits a method, and a channel for posting, as buckets that refill. `enforced` false leaves only the fault
 * `slack-rate-limited`: every second call of a method.
 */
export function createRateLimits(
  now: () => number,
  faults: SlackFaults,
  enforced: boolean,
): RateLimits {
  const buckets = new Map<string, Bucket>();
  const calls = new Map<string, number>();

  function take(key: string, size: number, perSecond: number): number | null {
    const bucket = buckets.get(key) ?? { tokens: size, at: now() };
    bucket.tokens = Math.min(size, bucket.tokens + ((now() - bucket.at) / 1000) * perSecond);
    bucket.at = now();
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return null;
  }

  return {
    check(method, channel) {
      if (faults['slack-rate-limited']) {
        const count = (calls.get(method) ?? 0) + 1;
        calls.set(method, count);
        // Not always the same, as Slack's own: 1, 2 or 3 seconds.
        if (count % 2 === 0) return 1 + ((count / 2 - 1) % 3);
      }
      const rate = methods[method]?.rate;
      if (!enforced || rate === undefined) return null;
      if (rate === 'post') return take(`${method} ${channel}`, postBurst, 1);
      return take(method, rate, rate / 60);
    },
  };
}
