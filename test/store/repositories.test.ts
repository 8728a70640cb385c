import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row, Sample } from '../../src/domain/sample.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { buckets } from '../../src/store/trend-buckets.ts';
import { temporaryStore } from './temporary-store.ts';

describe('records', () => {
  it('are kept apart by kind and environment', async () => {
    const { records } = await temporaryStore();
    await records.apply('silence', 'production', { put: [{ id: 'a', json: '1' }] });
    await records.apply('silence', 'staging', { put: [{ id: 'a', json: '2' }] });
    await records.apply('group', 'production', { put: [{ id: 'a', json: '3' }] });
    expect(await records.load('silence', 'production')).toEqual([{ id: 'a', json: '1' }]);
    expect(await records.one('group', 'production', 'a')).toBe('3');
    expect(await records.one('group', 'staging', 'a')).toBeNull();
  });

  it('follow any row of changes, as a map does', async () => {
    const { records } = await temporaryStore();
    const id = fc.constantFrom('a', 'b', 'c', 'ä', "'", '%');
    const change = fc.record({
      put: fc.array(fc.record({ id, json: fc.json() }), { maxLength: 4 }),
      remove: fc.array(id, { maxLength: 3 }),
    });
    const model = new Map<string, string>();
    await fc.assert(
      fc.asyncProperty(change, async ({ put, remove }) => {
        await records.apply('k', '', { put, remove });
        for (const gone of remove) model.delete(gone);
        for (const { id: name, json } of put) model.set(name, json);
        const loaded = await records.load('k', '');
        expect(new Map(loaded.map((record) => [record.id, record.json]))).toEqual(model);
      }),
    );
  });

  it('may be many at once', async () => {
    const { records } = await temporaryStore();
    const put = Array.from({ length: 12_345 }, (_, index) => ({ id: `i${index}`, json: '{}' }));
    await records.apply('k', '', { put });
    expect(await records.load('k', '')).toHaveLength(12_345);
    await records.apply('k', '', { remove: put.map((record) => record.id) });
    expect(await records.load('k', '')).toEqual([]);
  });
});

describe('envelopes', () => {
  it('are claimed once, by one, until 15 minutes have passed', async () => {
    const { envelopes } = await temporaryStore();
    const claims = await Promise.all(Array.from({ length: 20 }, () => envelopes.claim('e1', 1000)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await envelopes.claim('e2', 1000)).toBe(true);
    expect(await envelopes.claim('e1', 1000 + 15 * MINUTE - 1)).toBe(false);
    expect(await envelopes.claim('e1', 1000 + 15 * MINUTE)).toBe(true);
    expect(await envelopes.claim('e1', 1000 + 16 * MINUTE)).toBe(false);
  });

  it('are still claimed after a restart, and after pruning', async () => {
    const first = await temporaryStore();
    await first.envelopes.claim('e1', 1000);
    await first.close();
    const { envelopes } = await temporaryStore({ file: first.file });
    await envelopes.prune(1000 + 10 * MINUTE);
    expect(await envelopes.claim('e1', 1000 + 10 * MINUTE)).toBe(false);
    await envelopes.prune(1000 + 15 * MINUTE);
    expect(await envelopes.claim('e1', 1000 + 15 * MINUTE)).toBe(true);
  });
});

describe('digests', () => {
  const digest = { kind: 'daily', environment: 'production', period: '2026-11-23', at: 5 };

  it('are claimed once for a period, ever', async () => {
    const { digests } = await temporaryStore();
    const claims = await Promise.all([digests.claim(digest), digests.claim({ ...digest, at: 6 })]);
    expect(claims).toEqual([true, false]);
    expect(await digests.claim({ ...digest, environment: 'staging' })).toBe(true);
    expect(await digests.claim({ ...digest, kind: 'weekly' })).toBe(true);
    expect(await digests.claim({ ...digest, period: '2026-11-24', at: 9 })).toBe(true);
    expect(await digests.last('daily', 'production')).toEqual({ period: '2026-11-24', at: 9 });
    expect(await digests.last('monthly', 'production')).toBeNull();
  });

  it('are not claimed when the message could not be asked for', async () => {
    const store = await temporaryStore();
    await expect(
      store.transaction(async () => {
        await store.digests.claim(digest);
        throw new Error('no message');
      }),
    ).rejects.toThrow('no message');
    expect(await store.digests.claim(digest)).toBe(true);
  });
});

describe("the store's clock (S47)", () => {
  it('goes with the machine, and says when that was set back', async () => {
    let machine = 1_000_000;
    const { clock } = await temporaryStore({ now: () => machine });
    expect(await clock.tick()).toEqual({ at: 1_000_000, behind: 0, steppedBack: false });
    machine += 5000;
    expect(await clock.tick()).toEqual({ at: 1_005_000, behind: 0, steppedBack: false });
    machine -= 1500;
    expect(await clock.tick()).toEqual({ at: 1_005_000, behind: 1500, steppedBack: false });
    machine -= HOUR;
    expect(await clock.tick()).toMatchObject({ at: 1_005_000, steppedBack: true });
    machine += 2 * HOUR;
    expect(await clock.tick()).toMatchObject({ behind: 0, steppedBack: false });
  });

  it('remembers across a restart what it has seen', async () => {
    const first = await temporaryStore({ now: () => 10 * HOUR });
    await first.clock.tick();
    await first.close();
    const second = await temporaryStore({ file: first.file, now: () => 9 * HOUR });
    expect(await second.clock.tick()).toEqual({ at: 10 * HOUR, behind: HOUR, steppedBack: true });
  });

  it('never goes back, whatever the machine does', async () => {
    let machine = 0;
    const { clock } = await temporaryStore({ now: () => machine });
    let last = Number.NEGATIVE_INFINITY;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 10 * HOUR }), async (moment) => {
        machine = moment;
        const { at } = await clock.tick();
        expect(at).toBeGreaterThanOrEqual(last);
        expect(at).toBeGreaterThanOrEqual(moment);
        last = at;
      }),
    );
  });
});

function sample(at: number, rows: readonly Row[], check = 'queues'): Sample {
  return {
    environment: 'production',
    check,
    at,
    ms: 12,
    variant: null,
    replica: 'sql-1',
    serverTime: at,
    startedAt: null,
    outcome: { kind: 'rows', rows },
  };
}

function queue(name: string, depth: number | string | null): Row {
  return {
    labels: { queue: name },
    values: { depth, state: 'ON' },
  };
}

describe('samples', () => {
  const trendOf = { environment: 'production', check: 'queues', column: 'depth' };

  it('come back as they were, the newest of each check', async () => {
    const { samples } = await temporaryStore();
    const newest = sample(2000, [queue('A', 5), queue('B', null)]);
    const other: Sample = {
      ...sample(1000, [], 'backups'),
      outcome: { kind: 'unknown', reason: 'timeout', detail: 'no answer in 10 s' },
    };
    await samples.save(sample(1000, [queue('A', 4)]));
    await samples.save(newest);
    await samples.save(other);
    expect(await samples.newest('production', 'queues')).toEqual(newest);
    expect(await samples.all('production')).toEqual([other, newest]);
    expect(await samples.newest('staging', 'queues')).toBeNull();
  });

  it('that come late do not replace a newer one, and count for the trend', async () => {
    const { samples } = await temporaryStore();
    await samples.save(sample(5000, [queue('A', 5)]));
    await samples.save(sample(1000, [queue('A', 1)]));
    expect((await samples.newest('production', 'queues'))?.at).toBe(5000);
    const trend = await samples.trend({ ...trendOf, since: 0, until: 10_000, points: 2 });
    expect(trend.map(({ value }) => value)).toEqual([1, 5]);
  });

  it('make a trend over instances or of one, and leave gaps where nothing is known', async () => {
    const { samples } = await temporaryStore();
    await samples.save(sample(0, [queue('A', 10), queue('B', 1)]));
    await samples.save(sample(10 * SECOND, [queue('A', 20), queue('B', 'x')]));
    await samples.save(sample(30 * SECOND, [queue('A', 40), queue('B', 7)]));
    const query = { ...trendOf, since: 0, until: 40 * SECOND, points: 4 };
    const values = async (more: object) =>
      (await samples.trend({ ...query, ...more })).map(({ value }) => value);
    expect(await values({})).toEqual([10, 20, null, 40]);
    expect(await values({ across: 'sum' })).toEqual([11, 20, null, 47]);
    expect(await values({ across: 'min' })).toEqual([1, 20, null, 7]);
    expect(await values({ labels: { queue: 'B' } })).toEqual([1, null, null, 7]);
    expect(await values({ column: 'state' })).toEqual([null, null, null, null]);
    expect(await values({ points: 2 })).toEqual([15, 40]);
  });

  it('keep numbers as they were measured', async () => {
    const { samples } = await temporaryStore();
    const numbers = [0, -1.5, 0.1, 1e300, Number.MAX_SAFE_INTEGER, 5e-324];
    for (const [index, value] of numbers.entries()) {
      await samples.save(sample(index, [queue('A', value)]));
    }
    const points = numbers.length;
    const trend = await samples.trend({ ...trendOf, since: 0, until: points, points });
    expect(trend.map(({ value }) => value)).toEqual(numbers);
  });
});

describe('the points of a trend', () => {
  it('cover every measurement from since to until once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 50 }),
        fc.integer({ min: 1, max: 30 }),
        (moments, points) => {
          const trend = buckets(
            moments.map((at) => ({ at, value: 1 })),
            0,
            1000,
            points,
          );
          expect(trend).toHaveLength(points);
          const filled = new Set(moments.map((at) => Math.floor((at * points) / 1000)));
          expect(trend.filter(({ value }) => value === 1)).toHaveLength(filled.size);
        },
      ),
    );
  });

  it('leave out what lies before or after', () => {
    const measured = [-1, 1000, 5000].map((at) => ({ at, value: 1 }));
    expect(buckets(measured, 0, 1000, 1)).toEqual([{ at: 0, value: null }]);
  });
});
