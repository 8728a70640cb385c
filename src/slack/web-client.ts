import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../domain/logger.ts';
import { type Duration, SECOND } from '../domain/time.ts';
import { slackLogger } from './slack-logger.ts';

/** How long one call may take: the outbox tries again, a person should not wait longer. */
const callWithin: Duration = 15 * SECOND;

/** How hart calls Slack, with or without Bolt. */
export function webClientOptions(apiUrl: string | undefined): WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    // Repetition and pace are the outbox's: the client's own queue would be lost with the process.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: callWithin,
    allowAbsoluteUrls: false,
  };
}

export function createWebClient(
  token: string,
  apiUrl: string | undefined,
  logger: Logger,
): WebClient {
  return new WebClient(token, { ...webClientOptions(apiUrl), logger: slackLogger(logger) });
}
