import type { Block, Content } from '../domain/message.ts';
import type { OutboxEntry } from '../domain/outbox.ts';

/** Slack takes at most 50 blocks a message. */
const mostBlocks = 50;

/**
 * What is sent of an entry: without blocks where Slack refused them, and with a way back to the message that it
 * replaces, so that nobody acts on the old one without knowing.
 *
 * @param permalink where the old message is; null when it cannot be said
 */
export function shownContent(entry: OutboxEntry, permalink: string | null): Content {
  const { text, blocks } = entry.content;
  const shown: readonly Block[] = entry.plain ? [] : blocks;
  if (entry.replacedTs === null) return { text, blocks: shown };
  const note =
    permalink === null
      ? 'This replaces an earlier message, which can no longer be edited.'
      : `This replaces <${permalink}|an earlier message>, which can no longer be edited.`;
  const context: Block = { type: 'context', elements: [{ type: 'mrkdwn', text: note }] };
  const fits = shown.length > 0 && shown.length < mostBlocks;
  return {
    text: shown.length === 0 ? `${text}\n${note}` : text,
    blocks: fits ? [...shown, context] : shown,
  };
}
