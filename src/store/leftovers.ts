import type { Leftover, Leftovers } from '../domain/outbox.ts';
import type { Connection } from './connection.ts';
import { createPauses } from './pauses.ts';
import { createRecords } from './records.ts';

const kind = 'leftover';
/** A place in Slack is one in all environments. */
const everywhere = '';

type Kept = Omit<Leftover, 'successorTs'>;

/** The messages that others replaced, until Slack has no more of them. */
export function createLeftovers(
  connection: Connection,
): Leftovers & { readonly leave: (leftover: Kept) => Promise<void> } {
  const records = createRecords(connection);
  const put = (kept: Kept) =>
    records.apply(kind, everywhere, { put: [{ id: idOf(kept), json: JSON.stringify(kept) }] });

  return {
    leave: put,

    async due() {
      const stored = await records.load(kind, everywhere);
      if (stored.length === 0) return [];
      const kept = stored.map(({ json }): Kept => JSON.parse(json));
      const successors = await connection
        .db()
        .selectFrom('message')
        .select(['key', 'ts'])
        .where('key', 'in', [...new Set(kept.map(({ key }) => key))])
        .execute();
      const places = new Map(successors.map(({ key, ts }) => [key, ts]));
      // As long as Slack does not have the new one, the old one is better than none.
      return kept.flatMap((one) => {
        const successorTs = places.get(one.key) ?? null;
        return places.has(one.key) && successorTs === null ? [] : [{ ...one, successorTs }];
      });
    },

    over: (leftover) => records.apply(kind, everywhere, { remove: [idOf(leftover)] }),

    later: ({ successorTs: _successor, ...kept }, { at, retryAt, limited }) =>
      connection.transaction(async () => {
        await put({ ...kept, retryAt });
        if (limited) await createPauses(connection).keep('remove', { from: at, until: retryAt });
      }),
  };
}

function idOf({ channel, ts }: Pick<Kept, 'channel' | 'ts'>): string {
  return `${channel}/${ts}`;
}
