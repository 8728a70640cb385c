import type { OutboxEntry } from '../../src/domain/outbox.ts';

/** A message that waits to be posted. */
export function outboxEntry(key: string, more: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    key,
    channel: 'COPS',
    thread: null,
    threadTs: null,
    broadcast: false,
    lane: 'alert',
    content: { text: key, blocks: [] },
    version: 1,
    sentVersion: 0,
    ts: null,
    wantedAt: 0,
    attempts: 0,
    retryAt: null,
    doubtSince: null,
    doubtThreadTs: null,
    generation: 0,
    replacedTs: null,
    plain: false,
    ...more,
  };
}
