import type { Selectable } from 'kysely';
import type { Content } from '../domain/message.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import type { Tables } from './tables.ts';

/** A row of the outbox as delivery reads it. */
export function outboxEntry(
  row: Selectable<Tables['message']> & { readonly thread_ts: string | null },
): OutboxEntry {
  const content: Content = JSON.parse(row.content);
  const open = row.attempt_at !== null;
  return {
    key: row.key,
    channel: row.channel,
    thread: row.thread,
    threadTs: row.thread_ts,
    broadcast: row.broadcast === 1,
    lane: row.lane,
    content,
    version: row.version,
    sentVersion: row.sent_version,
    ts: row.ts,
    wantedAt: row.wanted_at,
    attempts: row.attempts,
    retryAt: row.retry_at,
    // An attempt that is still marked is one whose end nobody wrote down: the process died in it.
    doubtSince: row.doubt_since ?? row.attempt_at,
    doubtThreadTs: row.doubt_since === null && open ? row.attempt_thread_ts : row.doubt_thread_ts,
    generation: row.generation,
    replacedTs: row.replaced_ts,
    plain: row.plain === 1,
  };
}
