import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import { type Slack, startSlack } from '../../sandbox/slack/slack.ts';
import { createDelivery } from '../../src/delivery/create-delivery.ts';
import type { WantedMessage } from '../../src/domain/message.ts';
import { createSender } from '../../src/slack/sender.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { silent, temporaryStore } from '../store/temporary-store.ts';

/** Delivery to the local Slack over HTTP. Waiting moves the clock instead of passing. */
export async function deliveryOverSlack() {
  let offset = 0;
  const now = () => Date.now() + offset;
  const slack: Slack = await startSlack({ log: silent, now, rateLimits: true });
  const store = await temporaryStore({ now });
  const client = createWebClient(slack.tokens.bot, slack.apiUrl, silent);
  const options = {
    outbox: store.messages,
    sender: createSender({ client, logger: silent, finish: (content) => content }),
    now,
    log: silent,
    permalink: (channel: string, ts: string) =>
      `https://sandbox.slack.com/archives/${channel}/p${ts}`,
    sleep: async (duration: number, signal: AbortSignal) => {
      if (duration >= 30_000) await delay(duration, undefined, { signal });
      else offset += duration;
      await delay(1);
    },
  };
  const delivery = createDelivery(options);
  onTestFinished(async () => {
    await delivery.stop();
    await slack.close();
  });

  async function want(key: string, text: string, more: Partial<WantedMessage> = {}): Promise<void> {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }];
    const base = { key, channel: 'COPS', thread: null, broadcast: false, lane: 'alert' } as const;
    await store.messages.want({ ...base, content: { text, blocks }, ...more }, now());
    delivery.kick();
  }

  return {
    slack,
    store,
    delivery,
    now,
    want,
    pass: (duration: number) => {
      offset += duration;
      delivery.kick();
    },
    settled: (waiting = 0) =>
      vi.waitFor(
        async () => {
          const state = await delivery.state();
          if (state.waiting !== waiting) throw new Error(`${state.waiting} wait`);
        },
        { timeout: 20_000, interval: 5 },
      ),
    posted: (channel = 'COPS') => slack.state.messages.list(channel),
  };
}
