import { type Duration, type Instant, SECOND } from '../domain/time.ts';
import type { Connection } from './connection.ts';

/** A moment by which expiry and order are decided. */
export interface Tick {
  /** Never before one given earlier, restarts included. */
  readonly at: Instant;
  /** By how much the machine's clock lies behind what the store has seen; 0 when it does not. */
  readonly behind: Duration;
  /** It lies behind by more than a time service's ordinary corrections: refuse what depends on time (S47). */
  readonly steppedBack: boolean;
}

export interface StoreClock {
  tick(): Promise<Tick>;
}

/** Time services slew by less than this. */
const tolerance: Duration = 2 * SECOND;
/** How far the durable mark may lag: one write a second is enough to notice a step larger than the tolerance. */
const grain: Duration = SECOND;

export function createStoreClock({ db }: Connection, now: () => Instant): StoreClock {
  let highest = Number.NEGATIVE_INFINITY;
  let durable = Number.NEGATIVE_INFINITY;

  async function load(): Promise<void> {
    const row = await db().selectFrom('clock').select('highest').executeTakeFirst();
    durable = Math.max(durable, row?.highest ?? Number.NEGATIVE_INFINITY);
    highest = Math.max(highest, durable);
  }

  return {
    async tick() {
      if (durable === Number.NEGATIVE_INFINITY) await load();
      const moment = now();
      highest = Math.max(highest, moment);
      if (highest - durable >= grain) {
        await db()
          .insertInto('clock')
          .values({ id: 1, highest })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ highest }))
          .execute();
        durable = highest;
      }
      const behind = highest - moment;
      return { at: highest, behind, steppedBack: behind > tolerance };
    },
  };
}
