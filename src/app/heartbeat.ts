import type { Logger } from '../domain/logger.ts';
import { type Duration, formatDuration, SECOND } from '../domain/time.ts';
import type { Punctuality } from './punctuality.ts';

/** Tells someone outside that the bot lives and watches. */
export interface Heartbeat {
  /** To be called often; beats when it is time. Never rejects. */
  look(): Promise<void>;
  /** What is wrong with it, for the status; null when nothing is. */
  trouble(): string | null;
}

const within: Duration = 10 * SECOND;

/**
 * Asks `url` by GET whenever every check has completed its cycle, at most every `interval`. When the bot is stuck, or a
 * single check is, nothing comes, and whoever waits for it sounds the alarm.
 */
export function createHeartbeat(options: {
  readonly url: string | null;
  readonly interval: Duration;
  readonly punctuality: Punctuality;
  readonly elapsed: () => Duration;
  readonly log: Logger;
}): Heartbeat {
  const { url, interval, punctuality, elapsed, log } = options;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: { readonly since: Duration; readonly why: string } | null = null;

  async function beat(address: string): Promise<void> {
    try {
      const response = await fetch(address, {
        signal: AbortSignal.timeout(within),
        headers: { 'user-agent': 'hart' },
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      if (failure !== null) log.info({}, 'The heartbeat is heard again');
      failure = null;
    } catch (error) {
      const why = reasonOf(error);
      // The address may hold a key: it stays out of the log and of Slack.
      if (failure === null) log.warn({ why }, 'The heartbeat was not taken');
      failure = { since: failure?.since ?? elapsed(), why };
    }
  }

  return {
    async look() {
      if (url === null || elapsed() - triedAt < interval) return;
      if (!punctuality.complete() || punctuality.late(1).length > 0) return;
      triedAt = elapsed();
      await beat(url);
    },
    trouble() {
      if (url === null)
        return 'no heartbeat: nobody would notice if the bot itself fell silent (heartbeat.url)';
      if (failure === null) return null;
      return `the heartbeat is not taken for ${formatDuration(elapsed() - failure.since)}: ${failure.why}`;
    },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  if (error.name === 'TimeoutError') return 'timeout';
  return error.message.startsWith('HTTP ') ? error.message : 'no answer';
}
