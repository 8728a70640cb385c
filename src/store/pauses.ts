import type { Method, Pauses } from '../domain/outbox.ts';
import type { Instant } from '../domain/time.ts';
import type { Connection } from './connection.ts';
import { createRecords } from './records.ts';

const kind = 'slack-pause';
/** Slack counts the calls of a method in all environments together. */
const everywhere = '';

interface Pause {
  readonly from: Instant;
  readonly until: Instant;
}

/** What Slack asked for: which of its methods to leave alone, until when. */
export function createPauses(connection: Connection) {
  const records = createRecords(connection);
  return {
    async keep(method: Method, pause: Pause): Promise<void> {
      await records.apply(kind, everywhere, { put: [{ id: method, json: JSON.stringify(pause) }] });
    },
    async held(now: Instant): Promise<Pauses> {
      const stored = await records.load(kind, everywhere);
      const pauses = stored.map(({ id, json }): [string, Pause] => [id, JSON.parse(json)]);
      // One from the future is no promise: somebody set the clock back.
      const held = pauses.filter(([, { from, until }]) => from <= now && now < until);
      return Object.fromEntries(held.map(([method, { until }]) => [method, until]));
    },
  };
}
