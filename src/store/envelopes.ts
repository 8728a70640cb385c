import { type Duration, type Instant, MINUTE } from '../domain/time.ts';
import type { Connection } from './connection.ts';

/** Slack's last repetition of an event comes about six minutes after the first. */
const memory: Duration = 15 * MINUTE;

/** Which of Slack's envelopes, events and clicks were taken up already. */
export interface Envelopes {
  /** True for the first to claim `id` within 15 minutes, and for nobody else. */
  claim(id: string, now: Instant): Promise<boolean>;
  prune(now: Instant): Promise<void>;
}

export function createEnvelopes({ db }: Connection): Envelopes {
  return {
    async claim(id, now) {
      const claimed = await db()
        .insertInto('envelope')
        .values({ id, at: now })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ at: now })
            .where('envelope.at', '<=', now - memory),
        )
        .returning('id')
        .execute();
      return claimed.length > 0;
    },

    async prune(now) {
      await db()
        .deleteFrom('envelope')
        .where('at', '<=', now - memory)
        .execute();
    },
  };
}
