import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { lastDue } from '../../src/watching/digest-schedule.ts';
import { sendDigest } from '../../src/watching/send-digest.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { aDigest } from '../fakes/views.ts';

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
  return sendDigest({
    environment: 'production',
    channel: 'COPS',
    schedule: { kind: 'daily', time: '08:00', zone: 'Europe/Berlin' },
    offset: zoneOffset,
    now: () => at(now),
    bornAt,
    store,
    tell: async ({ environment, kind, from, to, late }) => {
      asked.push({ from, to, late });
      return { view: aDigest({ environment, kind, from, to, late }), verdicts: new Map() };
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

describe('digests of every kind', () => {
  it('go out once for each time that the bot was there for, whatever the ticks, restarts and zones', async () => {
    const hour = 3_600_000;
    const start = at('2026-03-01T00:00:00Z');
    const patience = { daily: 20 * hour, weekly: 120 * hour, monthly: 336 * hour };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('daily' as const, 'weekly' as const, 'monthly' as const),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
        fc.array(fc.integer({ min: 1, max: 90 * 60 }), { minLength: 1, maxLength: 25 }),
        async (kind, zone, gaps) => {
          const own = await openStore({ url: 'sqlite::memory:', now: Date.now, log: silentLogger });
          const schedule = { kind, time: '02:30', zone, day: 1 };
          const told: number[] = [];
          const expected = new Set<number>();
          let now = start;
          for (const gap of gaps) {
            now += gap * 60_000;
            const due = lastDue(schedule, now, zoneOffset);
            if (due.at >= start && now - due.at <= patience[kind]) expected.add(due.at);
            const options = {
              environment: 'production',
              channel: 'COPS',
              schedule,
              offset: zoneOffset,
              now: () => now,
              bornAt: start,
              store: own,
              tell: async ({ to }: { to: number }) => ({
                view: aDigest({ kind, to }),
                verdicts: new Map(),
              }),
              write: ({ to }: { to: number }) => ({ text: `${to}`, blocks: [] }),
            };
            const sent = await Promise.all([sendDigest(options), sendDigest(options)]);
            if (sent.includes(true)) told.push(due.at);
            expect(sent.filter(Boolean).length).toBeLessThanOrEqual(1);
          }
          expect(told).toEqual([...expected]);
          await own.close();
        },
      ),
      { numRuns: 30 },
    );
  });
});
