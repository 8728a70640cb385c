import { expect, it } from 'vitest';
import { sendCommand } from '../../sandbox/slack/person/command.ts';
import { actionIds } from '../../src/slack/blocks/elements.ts';
import { isAckedEmpty } from '../../src/slack/listen.ts';
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

it.each([
  ['a command', { command: '/hart', text: 'help' }, true],
  ['a click', { type: 'block_actions', actions: [{ action_id: actionIds.refresh }] }, true],
  ['a command of another app', { command: '/other', text: 'help' }, false],
  ['a click that nobody answers', { type: 'block_actions', actions: [{ action_id: 'x' }] }, false],
  ['a click on nothing', { type: 'block_actions', actions: [] }, false],
  ['clicks that are no list', { type: 'block_actions', actions: 'refresh' }, false],
  // What is wrong with a form comes with the acknowledgement.
  ['a form', { type: 'view_submission', view: { callback_id: 'silence' } }, false],
  ['an event that names the command', { type: 'event_callback', command: '/hart' }, false],
])(
  'acknowledges %s before it is looked at, if it is answered and nothing can come with it',
  (_, body, expected) => {
    expect(isAckedEmpty(body)).toBe(expected);
  },
);
