import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import type { DigestView } from '../../src/domain/digest-view.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { sendDailyDigest } from '../../src/watching/daily-digest.ts';
import { silentLogger } from '../fakes/silent-logger.ts';

const at = (text: string) => Date.parse(text);
const born = at('2026-11-01T00:00:00Z');
let store: Store;
let asked: { from: number; to: number; late: boolean }[];

beforeEach(async () => {
  asked = [];
  store = await openStore({ url: 'sqlite::memory:', now: Date.now, log: silentLogger });
});
afterEach(() => store.close());

function send(now: string, bornAt = born) {
  return sendDailyDigest({
    environment: 'production',
    channel: 'COPS',
    daily: { time: '08:00', zone: 'Europe/Berlin' },
    offset: zoneOffset,
    now: () => at(now),
    bornAt,
    store,
    view: async ({ environment, kind, from, to, late }): Promise<DigestView> => {
      asked.push({ from, to, late });
      return {
        environment,
        kind,
        from,
        to,
        late,
        incidents: [],
        backups: null,
        charts: [],
        slowest: [],
        lines: [],
        due: [],
        off: [],
        silenced: [],
      };
    },
    write: ({ to, late }) => ({
      text: `${late ? 'late ' : ''}${new Date(to).toISOString()}`,
      blocks: [],
    }),
  });
}

const wanted = async () => (await store.messages.due(10)).map(({ content }) => content.text);

describe('the daily digest', () => {
  it('goes out at its time, about the day before it', async () => {
    expect(await send('2026-11-23T07:00:30Z')).toBe(true);

    expect(await wanted()).toEqual(['2026-11-23T07:00:00.000Z']);
    expect(asked[0]?.from).toBe(at('2026-11-22T07:00:00Z'));
  });

  it('goes out once, however often it is due and whoever asks', async () => {
    await Promise.all([send('2026-11-23T07:00:30Z'), send('2026-11-23T07:00:31Z')]);
    expect(await send('2026-11-23T07:01:00Z')).toBe(false);

    expect(await wanted()).toHaveLength(1);
  });

  it('is late, and says so, when the bot was down at its time', async () => {
    await send('2026-11-23T09:30:00Z');

    expect(await wanted()).toEqual(['late 2026-11-23T07:00:00.000Z']);
  });

  it('is left out when it is a day old, and when the bot was not there yet', async () => {
    expect(await send('2026-11-24T06:00:00Z')).toBe(false);
    expect(await send('2026-11-23T09:30:00Z', at('2026-11-23T09:00:00Z'))).toBe(false);

    expect(await wanted()).toEqual([]);
  });

  it('comes again the next day', async () => {
    await send('2026-11-23T07:00:30Z');
    await send('2026-11-24T07:00:30Z');

    expect(await wanted()).toHaveLength(2);
  });
});
