import { sql } from 'kysely';
import { lanes } from '../domain/message.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { Connection } from './connection.ts';
import { createLeftovers } from './leftovers.ts';
import { outboxEntry } from './outbox-entry.ts';
import { createPauses } from './pauses.ts';

const urgency = sql<number>`case ${sql.ref('message.lane')} ${sql.join(
  lanes.map((lane, index) => sql`when ${sql.lit(lane)} then ${sql.lit(index)}`),
  sql` `,
)} else ${sql.lit(lanes.length)} end`;

/** Of what nobody knows yet comes before more about what is known. */
const unheardOf = sql<number>`case when ${sql.ref('message.thread')} is null
  and ${sql.ref('message.ts')} is null then 0 else 1 end`;

const noAttempt = { attempt_at: null, attempt_thread_ts: null } as const;
const fresh = {
  ...noAttempt,
  doubt_since: null,
  doubt_thread_ts: null,
  attempts: 0,
  retry_at: null,
} as const;

/** An attempt without a known end becomes a doubt; the earliest doubt stays until Slack has confirmed the message. */
const doubt = {
  doubt_thread_ts: sql<string | null>`case when doubt_since is null
    then attempt_thread_ts else doubt_thread_ts end`,
  doubt_since: sql<number | null>`coalesce(doubt_since, attempt_at)`,
};

/** The side of the messages that delivery sees. */
export function createOutbox(connection: Connection): Outbox {
  const { db, transaction } = connection;
  const pauses = createPauses(connection);
  const leftovers = createLeftovers(connection);
  const message = (key: string) => db().updateTable('message').where('key', '=', key);

  return {
    async due(limit) {
      const rows = await db()
        .selectFrom('message')
        .leftJoin('message as root', 'root.key', 'message.thread')
        .selectAll('message')
        .select('root.ts as thread_ts')
        .whereRef('message.version', '>', 'message.sent_version')
        .where('message.rejected_at', 'is', null)
        .where((eb) =>
          // A reply that Slack has needs no root to be edited.
          eb.or([
            eb('message.thread', 'is', null),
            eb('root.ts', 'is not', null),
            eb('message.ts', 'is not', null),
          ]),
        )
        .orderBy(urgency)
        .orderBy(unheardOf)
        .orderBy('message.position')
        .limit(limit)
        .execute();
      return rows.map(outboxEntry);
    },

    async attempting(key, at) {
      await message(key)
        .set((eb) => ({
          ...doubt,
          attempt_at: at,
          attempt_thread_ts: eb
            .selectFrom('message as root')
            .select('root.ts')
            .whereRef('root.key', '=', 'message.thread'),
        }))
        .execute();
    },

    sent: (key, ts, version, at, joined = []) =>
      transaction(async () => {
        const confirmed = { ...fresh, sent_at: at, why: null };
        await message(key)
          .set((eb) => ({
            ...confirmed,
            ts,
            sent_version: version,
            // What is left over has not waited as long as what has just arrived.
            wanted_at: eb
              .case()
              .when('version', '>', version)
              .then(at)
              .else(eb.ref('wanted_at'))
              .end(),
          }))
          .execute();
        for (const one of joined)
          await message(one.key)
            .set({ ...confirmed, sent_version: one.version })
            .execute();
      }),

    failed: (key, { at, why, retryAt, ambiguous, pause }) =>
      transaction(async () => {
        await message(key)
          .set((eb) => ({
            ...noAttempt,
            ...(ambiguous ? doubt : {}),
            attempts: eb('attempts', '+', eb.lit(1)),
            retry_at: retryAt,
            why,
          }))
          .execute();
        if (pause !== undefined) await pauses.keep(pause, { from: at, until: retryAt });
      }),

    leftovers,
    pauses: (now) => pauses.held(now),

    async rejected(key, { at, why, version, plain }) {
      await message(key)
        .set({ ...noAttempt, attempts: 0, retry_at: null, why })
        .execute();
      // What was asked for in the meantime has not been tried yet.
      await message(key)
        .where('version', '=', version)
        .set(plain ? { plain: 1 } : { rejected_at: at })
        .execute();
    },

    replaced: (key, why) =>
      transaction(async () => {
        const old = await db()
          .selectFrom('message')
          .select(['channel', 'ts', 'thread'])
          .where('key', '=', key)
          .executeTakeFirst();
        await message(key)
          .set((eb) => ({
            ...fresh,
            replaced_ts: eb.ref('ts'),
            ts: null,
            sent_version: 0,
            generation: eb('generation', '+', eb.lit(1)),
            why,
          }))
          .execute();
        if (old === undefined || old.ts === null) return;
        const { channel, ts, thread } = old;
        await leftovers.leave({ key, channel, ts, isRoot: thread === null, retryAt: null });
      }),

    async reconsider() {
      const done = await db()
        .updateTable('message')
        .where('rejected_at', 'is not', null)
        .set({ rejected_at: null, plain: 0 })
        .executeTakeFirst();
      return Number(done.numUpdatedRows);
    },

    async counts() {
      const waiting = await db()
        .selectFrom('message')
        .select((eb) => [
          'lane',
          eb.fn.countAll<number>().as('count'),
          sql<number>`min(wanted_at)`.as('oldest'),
        ])
        .whereRef('version', '>', 'sent_version')
        .where('rejected_at', 'is', null)
        .groupBy('lane')
        .execute();
      const rejected = await db()
        .selectFrom('message')
        .select(['key', 'channel', 'why', 'rejected_at'])
        .where('rejected_at', 'is not', null)
        .orderBy('rejected_at')
        .execute();
      return {
        waiting: waiting.reduce((sum, { count }) => sum + count, 0),
        lanes: Object.fromEntries(waiting.map(({ lane, count }) => [lane, count])),
        oldest: waiting.length === 0 ? null : Math.min(...waiting.map(({ oldest }) => oldest)),
        rejected: rejected.map((row) => ({
          key: row.key,
          channel: row.channel,
          why: row.why ?? '',
          at: row.rejected_at ?? 0,
        })),
      };
    },
  };
}
