import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { type WatchedQueues, watchQueues } from './watched-queues.ts';

let queues: WatchedQueues;
beforeEach(async () => {
  queues = await watchQueues();
});
afterEach(() => queues.close());

async function told() {
  const changes = await queues.timeline(queues.incident().id);
  return changes
    .filter(({ kind }) => kind === 'resolved' || kind === 'instance-resolved')
    .map(({ kind, instance }) => [kind, instance?.labels['queue'], instance?.ended ?? 'measured']);
}

describe('what is over says why, unless it was measured good again', () => {
  it('measured good again', async () => {
    await queues.see({ Act: 1200 });
    await queues.pass(15 * SECOND);
    await queues.see({ Act: 3 });
    await queues.pass(MINUTE);

    expect(await told()).toEqual([['resolved', 'Act', 'measured']]);
    expect(queues.incident().instances[0]).not.toHaveProperty('ended');
  });

  it('gone while others are still there, and so it stays when its record is forgotten', async () => {
    await queues.see({ Act: 1200, Learn: 3 });
    await queues.pass(15 * SECOND);
    await queues.see({ Learn: 3 });
    await queues.see({ Learn: 3 });
    await queues.pass(20 * MINUTE);

    expect(await told()).toEqual([['resolved', 'Act', 'vanished']]);
    expect(queues.incident().instances[0]).toMatchObject({ ended: 'vanished' });
  });

  it('nothing is found at all any more', async () => {
    await queues.see({ Act: 1200 });
    await queues.pass(15 * SECOND);
    await queues.see({});
    await queues.pass(MINUTE);

    expect(await told()).toEqual([['resolved', 'Act', 'no-data']]);
  });

  it('each that was not measured good says so, though all end together', async () => {
    await queues.see({ Act: 1200, Learn: 1300, Sync: 1400 });
    await queues.pass(15 * SECOND);
    await queues.see({ Act: 3 });
    await queues.see({ Act: 3 });
    await queues.pass(MINUTE);

    expect(await told()).toEqual([
      ['instance-resolved', 'Learn', 'vanished'],
      ['instance-resolved', 'Sync', 'vanished'],
      ['resolved', 'Act', 'measured'],
    ]);
  });

  it('and no more when it fires again', async () => {
    await queues.see({ Act: 1200, Learn: 1300 });
    await queues.pass(15 * SECOND);
    await queues.see({ Learn: 1300 });
    await queues.see({ Learn: 1300 });
    await queues.pass(MINUTE);
    expect(queues.incident().instances.map(({ ended }) => ended)).toEqual([undefined, 'vanished']);

    await queues.see({ Act: 1200, Learn: 1300 });
    await queues.pass(MINUTE);
    expect(queues.incident().instances.map(({ ended }) => ended)).toEqual([undefined, undefined]);
  });
});
