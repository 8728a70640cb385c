import { afterEach, describe, expect, it } from 'vitest';
import type { MuteTime } from '../../src/alerting/model.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { type WatchedQueues, watchQueues } from './watched-queues.ts';

// The clock of these tests begins on Thursday, 1 January 2026, 00:00 UTC: 01:00 in Berlin.
function hours(changed: Partial<MuteTime>): MuteTime {
  return {
    name: 'nights',
    matchers: { alert: 'queue-backlog' },
    zone: 'Europe/Berlin',
    weekdays: [],
    from: 22 * 60,
    to: 6 * 60,
    ...changed,
  };
}

let queues: WatchedQueues;
afterEach(() => queues.close());

describe('rule 22: hours that keep alerts quiet', () => {
  it('S50 are named in the status with their end and what they hold back', async () => {
    queues = await watchQueues(undefined, { muteTimes: [hours({})] });
    await queues.see({ Act: 1200, Learn: 1300 });
    await queues.pass(MINUTE);

    expect(queues.watcher().memory().incidents.size).toBe(0);
    expect(queues.watcher().quiet()).toEqual([
      { name: 'nights', until: Date.parse('2026-01-01T05:00:00Z'), held: 2 },
    ]);
  });

  it('rule 21: what still fires when they end is announced, also after a restart', async () => {
    queues = await watchQueues(undefined, { muteTimes: [hours({})] });
    await queues.see({ Act: 1200 });
    await queues.pass(4 * HOUR);
    await queues.restart();
    await queues.pass(HOUR + MINUTE);

    expect(queues.incident()).toMatchObject({ alert: 'queue-backlog', resolvedAt: null });
    expect(queues.watcher().quiet()).toEqual([]);
  });

  it('S50 an active time that is not on is named too', async () => {
    const office = hours({ name: 'office hours', from: 8 * 60, to: 18 * 60 });
    queues = await watchQueues(undefined, { activeTimes: [office] });
    await queues.see({ Act: 1200 });
    await queues.pass(MINUTE);

    expect(queues.watcher().quiet()).toEqual([
      { name: 'outside office hours', until: Date.parse('2026-01-01T07:00:00Z'), held: 1 },
    ]);
    await queues.pass(7 * HOUR);
    expect(queues.incident().alert).toBe('queue-backlog');
  });

  it('rule 20: a resolve of what was announced is told in them', async () => {
    const soon = hours({ zone: 'UTC', from: 1, to: 120 });
    queues = await watchQueues(undefined, { muteTimes: [soon] });
    await queues.see({ Act: 1200 });
    await queues.pass(5 * MINUTE);
    await queues.see({ Act: 3 });
    await queues.pass(2 * MINUTE);

    expect(queues.incident().resolvedAt).not.toBeNull();
    expect((await queues.messages())[0]?.content.text).toBe('over nobody');
  });

  it('mention nobody meanwhile, and what turned critical in them is mentioned after', async () => {
    const soon = hours({ zone: 'UTC', from: 1, to: 120 });
    queues = await watchQueues(undefined, { muteTimes: [soon] });
    await queues.see({ Act: 1200 });
    await queues.pass(MINUTE + 10 * SECOND);
    await queues.see({ Act: 6000 });
    await queues.pass(HOUR);
    const { id } = queues.incident();
    expect((await queues.thread(id)).filter((line) => line.startsWith('mention'))).toEqual([]);
    await queues.pass(HOUR);

    expect(await queues.thread(id)).toContain('mention 0 (to all)');
  });
});
