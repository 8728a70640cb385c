import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Means } from '../../src/delivery/means.ts';
import { paceLimits, unhurried } from '../../src/delivery/pace.ts';
import { sendNext } from '../../src/delivery/send-next.ts';
import { fakeSlack } from '../delivery/fake-slack.ts';
import { silent, temporaryDirectory, temporaryStore } from './temporary-store.ts';

/** Runs the bot until it has posted, and kills it as the system does that is out of memory. */
async function killInTheMiddle(file: string): Promise<void> {
  const bot = spawn(process.execPath, [join(import.meta.dirname, 'killed-bot.ts'), file]);
  let complaint = '';
  bot.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const exit = once(bot, 'exit');
  const [said] = await Promise.race([once(bot.stdout, 'data'), exit]);
  expect(`${said}${complaint}`).toBe('posted incident:1\n');
  bot.kill('SIGKILL');
  expect((await exit)[1]).toBe('SIGKILL');
}

describe('a bot that is killed between a post and its answer', () => {
  it.each([
    ['finds the message that had arrived, and posts no second', true, ['find', 'edit']],
    ['posts the message that had not arrived', false, ['find', 'post']],
  ])('%s', async (_, arrived, calls) => {
    const file = join(temporaryDirectory(), 'hart.db');
    await killInTheMiddle(file);
    let clock = Date.now();
    const now = () => clock;
    const store = await temporaryStore({ file, now });
    const slack = fakeSlack(now);
    if (arrived) {
      const content = { text: 'down', blocks: [] };
      const place = { key: 'incident:1', channel: 'COPS', threadTs: null, broadcast: false };
      await slack.sender.post({ ...place, content });
      slack.calls.length = 0;
    }
    const means: Means = {
      outbox: store.messages,
      sender: slack.sender,
      now,
      log: silent,
      limits: paceLimits,
      permalink: () => null,
      deadline: 60_000,
    };
    let pace = unhurried;
    for (let step = 0; step < 5; step += 1) {
      pace = (await sendNext(means, pace)).pace;
      clock += 5000;
    }
    expect(slack.calls.map(({ method }) => method)).toEqual(calls);
    expect(slack.messages).toHaveLength(1);
    expect(await store.messages.counts()).toMatchObject({ waiting: 0 });
  });

  it('keeps what was promised, and nothing of an unfinished transaction', async () => {
    const file = join(temporaryDirectory(), 'hart.db');
    await killInTheMiddle(file);
    const store = await temporaryStore({ file });
    expect(await store.audit.verify()).toMatchObject({ ok: true, entries: 1 });
    expect(await store.records.load('k', '')).toEqual([]);
    expect(await store.messages.due(1)).toMatchObject([{ key: 'incident:1', ts: null }]);
  });
});
