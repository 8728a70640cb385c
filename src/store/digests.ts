import type { Instant } from '../domain/time.ts';
import type { Connection } from './connection.ts';

/** Which digests were sent. */
export interface Digests {
  /** True for the first to claim this digest, ever: claim and message belong in one transaction. */
  claim(digest: {
    readonly kind: string;
    readonly environment: string;
    /** `2026-11-23`, `2026-W48`, `2026-11`. */
    readonly period: string;
    readonly at: Instant;
  }): Promise<boolean>;
  last(
    kind: string,
    environment: string,
  ): Promise<{ readonly period: string; readonly at: Instant } | null>;
}

export function createDigests({ db }: Connection): Digests {
  return {
    async claim(digest) {
      const claimed = await db()
        .insertInto('digest')
        .values({ ...digest })
        .onConflict((conflict) => conflict.doNothing())
        .returning('period')
        .execute();
      return claimed.length > 0;
    },

    async last(kind, environment) {
      const row = await db()
        .selectFrom('digest')
        .select(['period', 'at'])
        .where('kind', '=', kind)
        .where('environment', '=', environment)
        .orderBy('at', 'desc')
        .orderBy('period', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    },
  };
}
