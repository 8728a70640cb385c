import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScheduler, type Scheduler } from '../src/scheduler.ts';
import { silent } from './store/temporary-store.ts';

let scheduler: Scheduler;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T10:00:00Z') });
  scheduler = createScheduler({ now: () => Date.now(), log: silent });
});

afterEach(async () => {
  await scheduler.stop();
  vi.useRealTimers();
});

/** Work that ends when told. */
function slowWork() {
  const ends: (() => void)[] = [];
  let begun = 0;
  return {
    work: () => {
      begun += 1;
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    begun: () => begun,
    end: async () => {
      ends.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

function only() {
  const [state] = scheduler.state();
  if (!state) throw new Error('Nothing is scheduled');
  return state;
}

async function nothing(): Promise<void> {}

describe('work at intervals', () => {
  it('runs at once and then at each interval', async () => {
    const work = vi.fn<() => Promise<void>>(async () => undefined);
    scheduler.every('probe', 30_000, work);
    await vi.advanceTimersByTimeAsync(0);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(2);
    expect(only()).toMatchObject({ lastCompletedAt: Date.now(), missed: 0, running: false });
  });

  it('waits for its offset, so that not all begin together', async () => {
    const work = vi.fn<() => Promise<void>>(async () => undefined);
    scheduler.every('probe', 30_000, work, { offset: 7000 });
    await vi.advanceTimersByTimeAsync(6999);
    expect(work).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(30_001);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('rule 11: never runs twice at a time, and counts what it left out', async () => {
    const slow = slowWork();
    scheduler.every('probe', 1000, slow.work);
    await vi.advanceTimersByTimeAsync(3500);
    expect(slow.begun()).toBe(1);
    expect(only()).toMatchObject({ running: true, missed: 3, lastCompletedAt: null });
    await slow.end();
    await vi.advanceTimersByTimeAsync(500);
    expect(slow.begun()).toBe(2);
    await slow.end();
  });

  it('does not drift, however long the work takes', async () => {
    const at: number[] = [];
    scheduler.every('probe', 1000, async () => {
      at.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 400));
    });
    const begin = performance.now();
    await vi.advanceTimersByTimeAsync(5000);
    expect(at.map((one) => one - begin)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    await vi.advanceTimersByTimeAsync(400);
  });

  it('goes on after a failure and says what it was', async () => {
    let times = 0;
    scheduler.every('probe', 1000, async () => {
      times += 1;
      if (times === 1) throw new Error('no route to host');
    });
    await vi.advanceTimersByTimeAsync(500);
    expect(only()).toMatchObject({ failures: 1, lastFailure: { why: 'no route to host' } });
    await vi.advanceTimersByTimeAsync(500);
    expect(only()).toMatchObject({ failures: 1, lastCompletedAt: Date.now() });
  });

  it('goes on when the clock of the machine is set back', async () => {
    const work = vi.fn<() => Promise<void>>(async () => undefined);
    scheduler.every('probe', 1000, work);
    await vi.advanceTimersByTimeAsync(0);
    vi.setSystemTime(new Date('2020-01-01T00:00:00Z'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('refuses a second work of one name, and intervals that are none', () => {
    scheduler.every('probe', 1000, nothing);
    expect(() => scheduler.every('probe', 1000, nothing)).toThrow('already');
    expect(() => scheduler.every('zero', 0, nothing)).toThrow('interval');
    expect(() => scheduler.every('never', Number.NaN, nothing)).toThrow('interval');
  });
});

describe('stopping', () => {
  it('waits for what runs, tells it, and starts nothing more', async () => {
    const slow = slowWork();
    let told: AbortSignal | undefined;
    scheduler.every('probe', 1000, (signal) => {
      told = signal;
      return slow.work();
    });
    await vi.advanceTimersByTimeAsync(0);
    const stopped = vi.fn<() => void>();
    const stopping = scheduler.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(5000);
    expect(told?.aborted).toBe(true);
    expect(stopped).not.toHaveBeenCalled();
    await slow.end();
    await stopping;
    expect(slow.begun()).toBe(1);
    expect(() => scheduler.every('late', 1000, slow.work)).toThrow('stopped');
  });
});

describe('work by a cron expression', () => {
  it('runs on the clocks of its zone', async () => {
    const at: string[] = [];
    scheduler.cron('weekly', '0 9 * * 1', 'America/New_York', async () => {
      at.push(new Date().toISOString().slice(0, 16));
    });
    await vi.advanceTimersByTimeAsync(8 * 86_400_000);
    expect(at).toEqual(['2026-11-23T14:00', '2026-11-30T14:00']);
  });

  it('refuses what is no expression, or no zone', () => {
    expect(() => scheduler.cron('a', 'now and then', 'UTC', nothing)).toThrow('cron expression');
    expect(() => scheduler.cron('b', '0 9 * * 1', 'Nowhere', nothing)).toThrow('time zone');
    expect(scheduler.state()).toEqual([]);
  });
});
