import type { WantedMessage } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/open-store.ts';

/** A message with only what a test cares about. */
export function message(key: string, more: Partial<WantedMessage> = {}): WantedMessage {
  return {
    key,
    channel: 'COPS',
    thread: null,
    broadcast: false,
    lane: 'alert',
    content: { text: 'a', blocks: [] },
    ...more,
  };
}

/** Other content than that. */
export const saying = (text: string) => ({ content: { text, blocks: [] } });
/** How an attempt failed that is made again. */
export const retry = { at: 10, why: 'timeout', retryAt: 5000 };

export async function dueKeys(messages: Store['messages'], limit = 100): Promise<string[]> {
  return (await messages.due(limit)).map(({ key }) => key);
}

/** The one with this key; it is an error if it is not due. */
export async function due(messages: Store['messages'], key: string) {
  const entry = (await messages.due(100)).find((one) => one.key === key);
  if (!entry) throw new Error(`${key} is not due`);
  return entry;
}
