import type { Block, Content } from '../domain/message.ts';
import type { OutboxEntry } from '../domain/outbox.ts';

/** Slack takes at most 50 blocks a message. */
const mostBlocks = 50;

/**
 * What is sent of an entry: without blocks where Slack refused them, with a way back to the message that it replaces, so
 * that nobody acts on the old one without knowing, and with why it comes late.
 *
 * @param permalink where the old message is; null when it cannot be said
 */
export function shownContent(
  entry: OutboxEntry,
  permalink: string | null,
  late: string | null = null,
): Content {
  const { text, blocks } = entry.content;
  const shown: readonly Block[] = entry.plain ? [] : blocks;
  const notes = [
    ...(late === null ? [] : [late]),
    ...(entry.replacedTs === null ? [] : [replacing(permalink)]),
  ];
  if (notes.length === 0) return { text, blocks: shown };
  const context: Block = {
    type: 'context',
    elements: notes.map((note) => ({ type: 'mrkdwn', text: note })),
  };
  const fits = shown.length > 0 && shown.length < mostBlocks;
  // A notification shows the text alone, and should not pass for news of this minute.
  const told = shown.length === 0 ? notes : notes.slice(0, late === null ? 0 : 1);
  return {
    text: [text, ...told].join('\n'),
    blocks: fits ? [...shown, context] : shown,
  };
}

function replacing(permalink: string | null): string {
  return permalink === null
    ? 'This replaces an earlier message, which can no longer be edited.'
    : `This replaces <${permalink}|an earlier message>, which can no longer be edited.`;
}
