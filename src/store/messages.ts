import canonicalize from 'canonicalize';
import { type Lane, lanes, type WantedMessage } from '../domain/message.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { Instant } from '../domain/time.ts';
import type { Connection } from './connection.ts';
import { createOutbox } from './outbox.ts';

/** A message's place in Slack, and how far it is. */
export interface MessageState {
  readonly channel: string;
  /** Null while Slack has none. */
  readonly ts: string | null;
  readonly version: number;
  readonly sentVersion: number;
}

/** Messages decided on, and what Slack is known to have of them. */
export interface Messages extends Outbox {
  /**
   * Asks for a message. Asking again changes the content only; the same content is no change. The channel may change
   * until Slack has the message; thread and broadcast never do.
   */
  want(message: WantedMessage, now: Instant): Promise<void>;
  byKey(key: string): Promise<MessageState | null>;
  /**
   * Forgets the messages whose keys begin so and that Slack is not known to have: nobody wants them any more. One that is
   * on its way may still arrive. How many they were.
   */
  withdraw(keysBegin: string): Promise<number>;
  /**
   * Forgets what was sent, or rejected, before. A message whose key is wanted once more after that would be posted
   * again: keep longer than any incident lives. Roots of kept replies are kept.
   */
  prune(before: Instant): Promise<number>;
}

export function createMessages(connection: Connection): Messages {
  const { db, transaction } = connection;
  const message = (key: string) => db().updateTable('message').where('key', '=', key);

  async function insert(wanted: WantedMessage, content: string, now: Instant): Promise<void> {
    await db()
      .insertInto('message')
      .values((eb) => ({
        key: wanted.key,
        position: eb
          .selectFrom('message')
          .select((row) =>
            row(row.fn.coalesce(row.fn.max('position'), row.lit(0)), '+', row.lit(1)).as('next'),
          ),
        channel: wanted.channel,
        thread: wanted.thread,
        broadcast: wanted.broadcast ? 1 : 0,
        lane: wanted.lane,
        content,
        version: 1,
        wanted_at: now,
        sent_version: 0,
        attempts: 0,
        plain: 0,
        generation: 0,
      }))
      .execute();
  }

  async function change(wanted: WantedMessage, content: string, now: Instant): Promise<void> {
    const known = await db()
      .selectFrom('message')
      .select(['content', 'ts', 'lane'])
      .where('key', '=', wanted.key)
      .executeTakeFirst();
    if (!known) return insert(wanted, content, now);
    const unsent = known.ts === null;
    await message(wanted.key)
      .set({
        lane: unsent ? moreUrgent(known.lane, wanted.lane) : wanted.lane,
        ...(unsent ? { channel: wanted.channel } : {}),
      })
      .execute();
    if (known.content === content) return;
    await message(wanted.key)
      .set((eb) => ({
        content,
        version: eb('version', '+', eb.lit(1)),
        // What waits already waits since then, whatever it is to say by now.
        wanted_at: eb
          .case()
          .when('version', '>', eb.ref('sent_version'))
          .then(eb.ref('wanted_at'))
          .else(now)
          .end(),
        rejected_at: null,
        plain: 0,
      }))
      .execute();
  }

  /** A reply cannot go out before its root: an urgent one takes its root along. */
  async function hastenRoot(key: string, lane: Lane): Promise<void> {
    const root = await db()
      .selectFrom('message')
      .select('lane')
      .where('key', '=', key)
      .where('ts', 'is', null)
      .executeTakeFirst();
    if (!root) return;
    await message(key)
      .set({ lane: moreUrgent(root.lane, lane) })
      .execute();
  }

  return {
    ...createOutbox(connection),

    want: (wanted, now) =>
      transaction(async () => {
        await change(wanted, canonicalize(wanted.content) ?? 'null', now);
        if (wanted.thread !== null) await hastenRoot(wanted.thread, wanted.lane);
      }),

    async byKey(key) {
      const row = await db()
        .selectFrom('message')
        .select(['channel', 'ts', 'version', 'sent_version as sentVersion'])
        .where('key', '=', key)
        .executeTakeFirst();
      return row ?? null;
    },

    async withdraw(keysBegin) {
      const done = await db()
        .deleteFrom('message')
        .where('key', '>=', keysBegin)
        .where('key', '<', `${keysBegin}\u{10ffff}`)
        .where('ts', 'is', null)
        .where('sent_version', '=', 0)
        .where('rejected_at', 'is', null)
        .executeTakeFirst();
      return Number(done.numDeletedRows);
    },

    async prune(before) {
      const done = await db()
        .deleteFrom('message')
        .where((eb) =>
          eb.or([
            eb.and([
              eb('message.version', '=', eb.ref('message.sent_version')),
              eb('message.sent_at', '<', before),
            ]),
            eb('message.rejected_at', '<', before),
          ]),
        )
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('message as reply')
                .select('reply.key')
                .whereRef('reply.thread', '=', 'message.key')
                .where((of) =>
                  of.or([
                    of('reply.version', '>', of.ref('reply.sent_version')),
                    of('reply.sent_at', '>=', before),
                  ]),
                ),
            ),
          ),
        )
        .executeTakeFirst();
      return Number(done.numDeletedRows);
    },
  };
}

function moreUrgent(one: Lane, other: Lane): Lane {
  return lanes.indexOf(one) <= lanes.indexOf(other) ? one : other;
}
