import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { Removal, RetryLater, SendResult } from '../domain/message.ts';
import { MINUTE, SECOND } from '../domain/time.ts';

/** The message as it is can never be edited again: a new one is needed. */
const uneditable = new Set([
  'cant_update_message',
  'edit_window_closed',
  'message_not_found',
  'block_mismatch',
]);

/** Will never succeed as it is: the place is wrong. */
const rejected = new Set([
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'thread_not_found',
  'cannot_reply_to_message',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_thread_locked',
  'restricted_action_non_threadable_channel',
  'no_text',
]);

/** Slack does not take the content: it may take less of it. */
const contents = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'only_one_table_allowed',
  'invalid_attachments',
]);

/** Something happened at Slack's, and it may have happened after the message was taken. */
const ambiguous = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/** Full plans and the like: an outage that lasts, not a mistake of ours. */
const outages = new Set(['message_limit_exceeded', 'rate_limited', 'ratelimited', 'accesslimited']);

/** Nothing of ours is taken until somebody puts it right. */
const standing = new Set([
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'not_authed',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
]);

/** Network errors after which Slack cannot have seen anything. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What a failed call to Slack means for the message. What is not known is tried again: losing is worse than waiting. */
export function toSendResult(error: unknown): SendResult {
  const why = slackErrorName(error);
  if (error instanceof WebAPIRateLimitedError) {
    const after = Math.max(1, error.retryAfter) * SECOND;
    return { kind: 'retry', after, why, ambiguous: false, limited: true };
  }
  if (error instanceof WebAPIPlatformError) {
    if (uneditable.has(why)) return { kind: 'uneditable', why };
    if (rejected.has(why) || contents.has(why)) return { kind: 'rejected', why };
    if (ambiguous.has(why)) return { kind: 'retry', after: 5 * SECOND, why, ambiguous: true };
    const pause = error.data.response_metadata?.retryAfter;
    if (outages.has(why))
      return { kind: 'retry', after: (pause ?? 30) * SECOND, why, ambiguous: false };
    if (standing.has(why)) return { kind: 'retry', after: MINUTE, why, ambiguous: false };
    // What we do not know is the matter of this message only, as long as nobody says otherwise.
    return { kind: 'retry', after: MINUTE, why, ambiguous: false, alone: true };
  }
  if (error instanceof WebAPIHTTPError) {
    return { kind: 'retry', after: 5 * SECOND, why, ambiguous: error.statusCode >= 500 };
  }
  const unsent = error instanceof WebAPIRequestError && neverSent.has(networkCode(error.original));
  return { kind: 'retry', after: 2 * SECOND, why, ambiguous: !unsent };
}

/** What a failed call to remove a message means: what Slack says of it alone will not change. */
export function toRemoval(error: unknown): Removal {
  const result = toSendResult(error);
  if (result.kind === 'retry' && result.alone !== true) return result;
  const why = slackErrorName(error);
  return why === 'message_not_found' ? { kind: 'gone' } : { kind: 'refused', why };
}

/** When Slack may be asked again for what it did not say; null when the call failed for good. */
export function toRetry(error: unknown): RetryLater | null {
  const result = toSendResult(error);
  return result.kind === 'retry' ? { ...result, ambiguous: false } : null;
}

/** Slack refuses what the message says, not where it goes: less of it may do. */
export function isContentRefused(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && contents.has(error.data.error);
}

/** A short stable name for the log and for people: `ratelimited`, `channel_not_found`, `ECONNREFUSED`. */
export function slackErrorName(error: unknown): string {
  if (error instanceof WebAPIPlatformError) return error.data.error;
  if (error instanceof WebAPIRateLimitedError) return 'ratelimited';
  if (error instanceof WebAPIHTTPError) return `HTTP ${error.statusCode}`;
  if (error instanceof WebAPIRequestError) return networkCode(error.original) || 'no answer';
  return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'no answer';
}

/** fetch wraps the cause, and Node several of them when it tried several addresses. */
function networkCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return networkCode(error.errors[0]);
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  return 'cause' in error ? networkCode(error.cause) : '';
}
