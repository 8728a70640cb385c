import { describe, expect, it, vi } from 'vitest';
import { earlyCalls } from '../../sandbox/slack/early-calls.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { deliveryOverSlack } from './over-slack.ts';

const words = ({ text, blocks }: { text: string; blocks: unknown }) =>
  text + JSON.stringify(blocks);

describe('delivery to the local Slack', () => {
  it('after half an hour without Slack tells each group in one message, marked late, and loses nothing', async () => {
    const { slack, delivery, want, pass, settled, posted } = await deliveryOverSlack();
    delivery.start();
    await want('old', 'old: firing');
    await settled();
    slack.setFault('slack-down', true);
    for (const root of ['one', 'two']) {
      await want(root, `${root}: firing`, { lane: 'critical' });
      await want(`${root}:mention`, `${root}: wake up`, { thread: root, broadcast: true });
    }
    for (const root of ['old', 'one', 'two'])
      for (const line of [1, 2, 3])
        await want(`${root}:${line}`, `${root}: line ${line}`, { thread: root });
    await vi.waitFor(async () => expect((await delivery.state()).awaySince).not.toBeNull());
    pass(30 * MINUTE);
    await delivery.stop();
    await want('one', 'one: resolved', { lane: 'resolve' });
    slack.setFault('slack-down', false);
    pass(MINUTE);
    delivery.start();
    await settled();

    const roots = posted()
      .filter(({ threadTs }) => threadTs === null)
      .toSorted((one, other) => one.text.localeCompare(other.text));
    expect(roots.map(({ text }) => text.split('\n')[0])).toEqual([
      'old: firing',
      'one: resolved',
      'two: firing',
    ]);
    expect(words(roots[1] ?? { text: '', blocks: [] })).toMatch(/late: Slack was away 3\d min/);
    const replies = posted().filter(({ threadTs }) => threadTs !== null);
    for (const root of roots) {
      const thread = replies.filter(({ threadTs }) => threadTs === root.ts);
      const lines = thread.filter(({ broadcast }) => !broadcast);
      const name = root.text.slice(0, 3);
      expect(lines).toHaveLength(1);
      expect(lines[0]?.text).toMatch(
        new RegExp(
          `^${name}: line 1\n${name}: line 2\n${name}: line 3\nlate: Slack was away 3\\d min$`,
        ),
      );
      expect(thread.filter(({ broadcast }) => broadcast)).toHaveLength(name === 'old' ? 0 : 1);
    }
  });

  it('makes no call of a method before Slack’s Retry-After has ended, and posts nothing twice', async () => {
    const { slack, delivery, want, settled, posted } = await deliveryOverSlack();
    slack.setFault('slack-rate-limited', true);
    delivery.start();
    for (let count = 0; count < 12; count += 1) await want(`m${count}`, `message ${count}`);
    await settled();
    for (let count = 0; count < 12; count += 1) await want(`m${count}`, `message ${count}, edited`);
    await settled();

    expect(posted().map(({ text }) => text)).toEqual(
      Array.from({ length: 12 }, (_, count) => `message ${count}, edited`),
    );
    const calls = slack.calls.list();
    expect(calls.filter(({ status }) => status === 429).length).toBeGreaterThan(5);
    for (const method of ['chat.postMessage', 'chat.update'])
      expect(calls.some((call) => call.method === method && call.status === 429)).toBe(true);
    // More than the second that would do for most.
    expect(Math.max(...calls.map(({ retryAfter }) => retryAfter ?? 0))).toBe(3);
    expect(earlyCalls(calls)).toEqual([]);
  });

  it('lets approvals and criticals go before resolves and digests, in a storm', async () => {
    const { delivery, want, settled, posted } = await deliveryOverSlack();
    for (const lane of ['digest', 'resolve', 'alert', 'critical', 'approval'] as const)
      for (const count of [1, 2]) await want(`${lane}${count}`, `${lane} ${count}`, { lane });
    delivery.start();
    await settled();
    expect(posted().map(({ text }) => text)).toEqual(
      ['approval', 'critical', 'alert', 'resolve', 'digest'].flatMap((lane) => [
        `${lane} 1`,
        `${lane} 2`,
      ]),
    );
  });

  it('has one root an incident though Slack lets nothing be edited, linked to the thread before', async () => {
    const { slack, delivery, want, settled, posted } = await deliveryOverSlack();
    delivery.start();
    await want('root', 'firing');
    await want('line', 'worse', { thread: 'root' });
    await settled();
    slack.setFault('edits-refused', true);
    await want('root', 'resolved');
    await settled();
    await want('line2', 'over', { thread: 'root' });
    await settled();
    slack.setFault('edits-refused', false);
    await want('root', 'resolved, with its length');
    await settled();

    const [old, fresh, ...more] = posted().filter(({ threadTs }) => threadTs === null);
    expect(more).toEqual([]);
    // Its thread stays, and the new one leads there.
    expect(old?.deleted).toBe(true);
    expect(fresh?.text).toBe('resolved, with its length');
    expect(words(fresh ?? { text: '', blocks: [] })).toContain(
      `archives/COPS/p${old?.ts}|an earlier message`,
    );
    const line = posted().find(({ text }) => text.startsWith('over'));
    expect(line?.threadTs).toBe(fresh?.ts);
  });

  it('goes on elsewhere while one channel is closed, says which, and comes back to it by itself', async () => {
    const { slack, delivery, want, pass, settled, posted } = await deliveryOverSlack();
    slack.setFault('channel-archived', true);
    delivery.start();
    await want('ops', 'firing');
    await want('audit', 'somebody did something', { channel: 'CAUDIT' });
    await settled();

    expect(posted('CAUDIT')).toHaveLength(1);
    const { rejected } = await delivery.state();
    expect(rejected).toMatchObject([{ key: 'ops', channel: 'COPS', why: 'is_archived' }]);
    slack.setFault('channel-archived', false);
    pass(10 * MINUTE);
    await vi.waitFor(() => expect(posted()).toHaveLength(1));
    await vi.waitFor(async () => expect((await delivery.state()).rejected).toEqual([]));
  });
});
