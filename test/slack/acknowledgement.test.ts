import { expect, it } from 'vitest';
import { sendCommand } from '../../sandbox/slack/person/command.ts';
import { startBench } from './slack-bench.ts';

it('acknowledges what has arrived before it begins with all the work', async () => {
  let acknowledged = 0;
  const seen: number[] = [];
  const bench = await startBench({
    claim: async () => {
      seen.push(acknowledged);
      return false;
    },
  });
  const { state, socket } = bench.slack;

  await Promise.all(
    Array.from({ length: 40 }, async () => {
      await sendCommand(state, socket, { user: 'UVIEWER', channel: 'COPS', text: '/hart help' });
      acknowledged += 1;
    }),
  );
  await expect.poll(() => seen.length).toBe(40);

  // Some may have been on their way still; had each been worked on at once, nearly all would have waited.
  expect(seen[20]).toBeGreaterThan(20);
  await bench.close();
});
