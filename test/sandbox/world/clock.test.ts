import { expect, test } from 'vitest';
import { createClock, HOUR, local } from '../../../sandbox/world/clock.ts';
import { openWorld, START } from './open-world.ts';

test('the clock goes on with the one beneath it and forward when told', () => {
  let base = 1000;
  const clock = createClock(() => base);
  expect(clock.advance(500)).toBe(1500);
  base = 2000;
  expect(clock.now()).toBe(2500);
  clock.reset();
  expect(clock.now()).toBe(2000);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('it refuses to move by %d', (ms) => {
  expect(() => createClock(() => 0).advance(ms)).toThrow(RangeError);
});

test('the server is an hour ahead of UTC', async () => {
  const { ask, world } = await openWorld();
  const times =
    'SELECT CONVERT(varchar(19), GETDATE(), 126) AS local_time, CONVERT(varchar(19), GETUTCDATE(), 126) AS utc_time';
  expect(await ask(times)).toEqual([
    { local_time: '2026-11-23T15:07:12', utc_time: '2026-11-23T14:07:12' },
  ]);
  world.advance(6 * HOUR);
  expect(await ask(times)).toEqual([
    { local_time: '2026-11-23T21:07:12', utc_time: '2026-11-23T20:07:12' },
  ]);
  expect(local(START) - START).toBe(HOUR);
});
