import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { type WatchedQueues, watchQueues } from './watched-queues.ts';

let queues: WatchedQueues;
beforeEach(async () => {
  queues = await watchQueues();
});
afterEach(() => queues.close());

function named(count: number, name = (index: number) => `Queue${index}`) {
  return Array.from({ length: count }, (_, index) => name(index));
}

async function fire(names: readonly string[]): Promise<void> {
  await queues.see(Object.fromEntries(names.map((name) => [name, 1200])));
  await queues.pass(MINUTE);
}

async function thread(): Promise<readonly string[]> {
  return queues.thread(queues.incident().id);
}

describe('more than the root message shows', () => {
  it('is named whole in the thread by the first notification', async () => {
    await fire(named(25));

    expect(await thread()).toEqual([`listed: 25 at once: ${named(25).join(' ')}`]);
  });

  it('is not named where the root message shows all of it', async () => {
    await fire(named(10));

    expect(await thread()).toEqual([]);
  });

  it('is named when it becomes too much, those of before too, and not again with each that comes', async () => {
    await fire(named(9));
    await fire(named(12));
    await fire(named(13));

    expect(await thread()).toEqual([
      `listed: 12 at once: ${named(12).join(' ')}\nadded\nadded\nadded`,
      'added',
    ]);
  });

  it('is named by as many messages as it needs, none of them too long for Slack', async () => {
    const names = named(300, (index) => `Queue${index}${'x'.repeat(60)}`);
    await fire(names);

    const lines = await thread();
    expect(lines.flatMap((line) => line.match(/Queue\d+x+/g) ?? [])).toEqual(names);
    expect(lines.length).toBeGreaterThan(5);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(4000);
    expect(lines[0]).toMatch(/^listed: 300 at once \(1 of \d+\): Queue0x/);
  });

  it('is named by what became of it where a step changes more than it has lines for', async () => {
    await fire(named(12));
    await fire(named(40));
    await queues.see({ Queue0: 1200 });
    await queues.see({ Queue0: 1200 });
    await queues.pass(30 * SECOND);

    const [, added = '', over = ''] = await thread();
    expect(added).toMatch(/^(?:added\n){15}listed: also 13 more: Queue27 Queue28 .* Queue39$/);
    expect(over).toMatch(
      /^(?:instance-resolved\n){15}listed: 24 more are resolved: Queue16 .* Queue39$/,
    );
  });
});
