import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trackWork } from '../../src/slack/track-work.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { silentLogger } from '../fakes/silent-logger.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that writes down when it begins: milliseconds after `from`. */
function worker() {
  const busy = trackWork(silentLogger);
  const from = performance.now();
  const begun: [name: string, at: number][] = [];
  const come = (name: string) =>
    busy.run(async () => {
      begun.push([name, Math.round(performance.now() - from)]);
    });
  return { busy, begun, come };
}

describe('work that was acknowledged', () => {
  it('begins when nothing more has come for 10 ms', async () => {
    const { begun, come } = worker();
    come('first');
    await vi.advanceTimersByTimeAsync(9);
    expect(begun).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    expect(begun.map(([name]) => name)).toEqual(['first']);

    await vi.advanceTimersByTimeAsync(60);
    come('second');
    await vi.advanceTimersByTimeAsync(11);
    expect(begun.map(([name]) => name)).toEqual(['first', 'second']);
  });

  it('waits for the end of a burst, and begins in the order in which it came', async () => {
    const { begun, come } = worker();
    for (let count = 0; count < 20; count += 1) {
      come(`${count}`);
      await vi.advanceTimersByTimeAsync(3);
    }
    expect(begun).toEqual([]);

    await vi.advanceTimersByTimeAsync(100);
    expect(begun.map(([name]) => name)).toEqual(Array.from({ length: 20 }, (_, at) => `${at}`));
    for (const [, at] of begun) expect(at).toBeGreaterThanOrEqual(19 * 3 + 10);
  });

  it('is not held back for longer than 300 ms by a burst that does not end', async () => {
    const { begun, come } = worker();
    for (let count = 0; count < 200; count += 1) {
      come(`${count}`);
      await vi.advanceTimersByTimeAsync(4);
    }
    expect(begun.length).toBeGreaterThan(100);
    for (const [name, at] of begun) expect(at - Number(name) * 4).toBeLessThan(330);
  });

  it('is waited for at the end, held back or under way, for as long as there is patience', async () => {
    const { busy, begun, come } = worker();
    for (const name of ['a', 'b', 'c']) come(name);
    let settled = false;
    const end = busy.settle(5000).then(() => {
      settled = true;
    });
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(50);
    await end;
    expect(begun).toHaveLength(3);

    busy.run(() => new Promise(() => undefined));
    const impatient = busy.settle(5000);
    await vi.advanceTimersByTimeAsync(5000);
    await impatient;
  });

  it('says so when it fails, and the rest goes on', async () => {
    const log = fakeLogger();
    const busy = trackWork(log);
    let done = false;
    busy.run(() => Promise.reject(new Error('broken')));
    busy.run(async () => {
      done = true;
    });
    await vi.advanceTimersByTimeAsync(50);
    expect(done).toBe(true);
    expect(JSON.stringify(log)).toContain('An answer to Slack failed');
  });
});
