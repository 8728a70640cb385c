import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connector, createConnector } from '../../src/clients/connector.ts';
import type { Answer } from '../../src/domain/target.ts';
import { silentLogger } from '../fakes/silent-logger.ts';

const refused: Answer<string> = {
  ok: false,
  trouble: { kind: 'unreachable', detail: 'nothing listens there', code: 'ECONNREFUSED' },
};

let attempts: number;
let closed: string[];
let reach: () => Promise<Answer<string>>;
let connector: Connector<string>;

beforeEach(() => {
  vi.useFakeTimers();
  attempts = 0;
  closed = [];
  reach = () => Promise.resolve({ ok: true, value: `connection ${attempts}` });
  connector = createConnector({
    connect: () => {
      attempts += 1;
      return reach();
    },
    disconnect: (connection) => {
      closed.push(connection);
      return Promise.resolve();
    },
    logger: silentLogger,
    now: Date.now,
    retry: { first: 1000, longest: 4000 },
  });
});

afterEach(async () => {
  await connector.close();
  vi.useRealTimers();
});

describe('the way to a target', () => {
  it('is tried once for all who ask at the same time', async () => {
    const got = await Promise.all([connector.get(), connector.get(), connector.get()]);

    expect(attempts).toBe(1);
    expect(got.every(({ ok }) => ok)).toBe(true);
  });

  it('is not tried by those who ask while it is known to be closed', async () => {
    reach = () => Promise.resolve(refused);
    await connector.get();

    expect(await connector.get()).toEqual(refused);
    expect(await connector.get()).toEqual(refused);
    expect(attempts).toBe(1);
  });

  it('S1 rests while a restore needs the database alone, with every connection closed, and goes on after it', async () => {
    const resting = { kind: 'failed', detail: 'being restored', code: 'RESTORING' } as const;
    await connector.get();

    await connector.rest(resting);

    expect(closed).toEqual(['connection 1']);
    expect(await connector.get()).toEqual({ ok: false, trouble: resting });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(attempts).toBe(1);
    await connector.rest(null);
    expect(await connector.get()).toMatchObject({ ok: true });
    expect(attempts).toBe(2);
  });

  it('S1 rests only when what a doubt had begun to open is closed too', async () => {
    await connector.get();
    const asked = Promise.withResolvers<Answer<string>>();
    reach = () => asked.promise;
    connector.doubt('connection 1');
    let rests = false;
    const resting = connector
      .rest({ kind: 'failed', detail: 'being restored', code: 'RESTORING' })
      .then(() => {
        rests = true;
      });
    await vi.advanceTimersByTimeAsync(0);
    expect(rests).toBe(false);

    asked.resolve({ ok: true, value: 'connection 2' });
    await resting;

    expect(closed).toEqual(['connection 1', 'connection 2']);
  });

  it('S1 lets an attempt that was under way when it was to rest go unused', async () => {
    const resting = { kind: 'failed', detail: 'being restored', code: 'RESTORING' } as const;
    const { promise, resolve } = Promise.withResolvers<Answer<string>>();
    reach = () => promise;
    const asked = connector.get();

    await connector.rest(resting);
    resolve({ ok: true, value: 'late' });

    expect(await asked).toEqual({ ok: false, trouble: resting });
    expect(closed).toEqual(['late']);
  });

  it('is tried again with growing pauses, up to the longest', async () => {
    reach = () => Promise.resolve(refused);
    await connector.get();
    const counts: number[] = [];

    for (const pause of [1000, 2000, 4000, 4000]) {
      await vi.advanceTimersByTimeAsync(pause - 1);
      counts.push(attempts);
      await vi.advanceTimersByTimeAsync(1);
    }

    expect(counts).toEqual([1, 2, 3, 4]);
    expect(attempts).toBe(5);
  });

  it('is open again for all once an attempt succeeds, under a new generation', async () => {
    const first = await connector.get();
    reach = () => Promise.resolve(refused);
    connector.lost('connection 1');
    await connector.get();
    reach = () => Promise.resolve({ ok: true, value: 'new' });
    await vi.advanceTimersByTimeAsync(1000);

    expect(first).toMatchObject({ value: { generation: 1 } });
    expect(await connector.get()).toEqual({
      ok: true,
      value: { connection: 'new', generation: 2 },
    });
    expect(closed).toEqual(['connection 1']);
  });

  it('takes a lost connection for lost once, however many report it', async () => {
    await connector.get();

    connector.lost('connection 1');
    connector.lost('connection 1');
    await connector.get();

    expect(attempts).toBe(2);
    expect(closed).toEqual(['connection 1']);
  });

  it('keeps a connection that is doubted while the target takes new ones', async () => {
    await connector.get();

    connector.doubt('connection 1');
    await vi.advanceTimersByTimeAsync(0);

    expect(await connector.get()).toMatchObject({ value: { connection: 'connection 1' } });
    expect(closed).toEqual(['connection 2']);
  });

  it('gives up a connection that is doubted when the target takes no new one', async () => {
    await connector.get();
    reach = () => Promise.resolve(refused);

    connector.doubt('connection 1');
    await vi.advanceTimersByTimeAsync(0);

    expect(await connector.get()).toEqual(refused);
    expect(connector.state()).toMatchObject({ kind: 'down' });
  });

  it('is doubted while a question waits long on it, since a host that vanishes says nothing', async () => {
    await connector.get();
    reach = () => Promise.resolve(refused);
    const asked = Promise.withResolvers<string>();

    const answer = connector.watch('connection 1', asked.promise);
    await vi.advanceTimersByTimeAsync(899);
    expect(attempts).toBe(1);
    await vi.advanceTimersByTimeAsync(1);

    expect(connector.state()).toMatchObject({ kind: 'down' });
    asked.resolve('late');
    expect(await answer).toBe('late');
  });

  it('is not doubted for a question that was answered or failed soon', async () => {
    await connector.get();

    expect(await connector.watch('connection 1', Promise.resolve('soon'))).toBe('soon');
    await expect(
      connector.watch('connection 1', Promise.reject(new Error('failed'))),
    ).rejects.toThrow('failed');
    await vi.advanceTimersByTimeAsync(60_000);

    expect(attempts).toBe(1);
  });

  it.each([
    ['is had by who lost the doubted one', true, 'connection 2', [['connection 1']]],
    ['is not tried twice', false, null, [['connection 1']]],
  ])('which a doubt asks for %s', async (_, found, has, gone) => {
    await connector.get();
    const asked = Promise.withResolvers<Answer<string>>();
    reach = () => asked.promise;
    connector.doubt('connection 1');
    connector.lost('connection 1');
    const wanted = connector.get();

    asked.resolve(found ? { ok: true, value: 'connection 2' } : refused);
    const got = await wanted;
    await vi.advanceTimersByTimeAsync(0);

    expect(attempts).toBe(2);
    expect(got.ok ? got.value.connection : null).toBe(has);
    expect([closed]).toEqual(gone);
    expect(connector.state().kind).toBe(found ? 'up' : 'down');
  });

  it('ends with the bot: nothing is tried any more, and a late connection is closed', async () => {
    const late = Promise.withResolvers<Answer<string>>();
    reach = () => late.promise;
    const asked = connector.get();

    await connector.close();
    late.resolve({ ok: true, value: 'late' });

    expect(await asked).toMatchObject({ ok: false, trouble: { kind: 'cancelled' } });
    expect(await connector.get()).toMatchObject({ ok: false });
    expect(closed).toEqual(['late']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(attempts).toBe(1);
  });
});
