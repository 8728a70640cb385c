import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from '../domain/logger.ts';

/**
 * Slack's libraries write sentences with payloads in them: response addresses, tokens, texts. Only warnings and errors
 * pass, shortened and without anything that looks like a secret.
 */
export function slackLogger(logger: Logger): SlackLogger {
  const log = logger.child({ part: 'slack-sdk' });
  return {
    debug: nothing,
    info: nothing,
    warn: (...parts) => log.warn({ detail: redact(parts) }, "Slack's library warns"),
    error: (...parts) => log.error({ detail: redact(parts) }, "Slack's library failed"),
    setLevel: nothing,
    // Must not be DEBUG: the socket client then builds a sentence of each payload.
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  };
}

const LONGEST = 300;

function nothing(): void {}

function redact(parts: readonly unknown[]): string {
  return parts
    .map((part) => (part instanceof Error ? `${part.name}: ${part.message}` : String(part)))
    .join(' ')
    .replaceAll(/xox[a-z]-[\w-]+|xapp-[\w-]+/g, '[token]')
    .replaceAll(/(?:https?|wss?):\/\/[^\s"')]+/g, '[address]')
    .slice(0, LONGEST);
}
