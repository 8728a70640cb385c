import { click } from '../../sandbox/slack/person/click.ts';
import { sendCommand } from '../../sandbox/slack/person/command.ts';
import { type Slack, startSlack } from '../../sandbox/slack/slack.ts';
import type { Message } from '../../sandbox/slack/types.ts';
import type { HomePace } from '../../src/slack/app-home.ts';
import { createSlack, type SlackPart } from '../../src/slack/create-slack.ts';
import { type FakeLogger, fakeLogger } from '../fakes/fake-logger.ts';
import { type ChangedServices, type FakeServices, fakeServices } from '../fakes/fake-services.ts';

/** A local Slack with the Slack part connected to it over real sockets; the rest is fakes. */
export interface SlackBench {
  readonly slack: Slack;
  readonly part: SlackPart;
  readonly services: FakeServices;
  readonly logger: FakeLogger;
  /** Sends a command and waits until its answer has `shows` in it, as the asker sees it. */
  ask(user: string, text: string, shows: RegExp, channel?: string): Promise<Message>;
  press(user: string, message: Message, actionId: string): Promise<void>;
  /** Waits for a message in a channel that satisfies this. */
  until(channel: string, wanted: (message: Message) => boolean): Promise<Message>;
  close(): Promise<void>;
}

/** How quickly things go wrong, and how quickly it is noticed: milliseconds. */
export interface BenchPace {
  readonly silence?: number;
  readonly pingInterval?: number;
  readonly dropAfter?: number;
  readonly warning?: number;
  readonly home?: HomePace;
}

export async function startBench(
  changed: ChangedServices = {},
  { silence, home, ...socket }: BenchPace = {},
): Promise<SlackBench> {
  const logger = fakeLogger();
  const slack = await startSlack({ log: logger, socket });
  const services = fakeServices(changed);
  const part = createSlack({
    mode: 'socket',
    tokens: slack.tokens,
    apiUrl: slack.apiUrl,
    logger,
    services,
    now: Date.now,
    reconnect: { first: 50, longest: 200 },
    ...(silence === undefined ? {} : { silence }),
    ...(home === undefined ? {} : { home }),
  });
  await part.start();
  await waitFor(
    () => part.state().sockets === 2 && part.link({ channel: 'C', ts: '1.2' }) !== null,
  );

  async function until(channel: string, wanted: (message: Message) => boolean): Promise<Message> {
    return await waitFor(() => slack.state.messages.list(channel).findLast(wanted));
  }

  return {
    slack,
    part,
    services,
    logger,
    async ask(user, text, shows, channel = 'COPS') {
      const before = new Set(slack.state.messages.list(channel).map(({ ts }) => ts));
      const { acked, reply } = await sendCommand(slack.state, slack.socket, {
        user,
        channel,
        text,
      });
      if (!acked || reply !== null) throw new Error('a command is acknowledged at once, and empty');
      return await until(
        channel,
        (message) =>
          !before.has(message.ts) && message.ephemeralFor === user && shows.test(visible(message)),
      );
    },
    async press(user, message, actionId) {
      const { channel, ts } = message;
      const { acked } = await click(slack.state, slack.socket, { user, channel, ts, actionId });
      if (!acked) throw new Error('a click is acknowledged at once');
    },
    until,
    async close() {
      await part.stop();
      await slack.close();
    },
  };
}

/** Everything that a person reads of a message. */
export function visible({ text, blocks }: Pick<Message, 'text' | 'blocks'>): string {
  return `${text}\n${JSON.stringify(blocks)}`;
}

/** The first truthy answer; it gives up after ten seconds, which a loaded machine does not need. */
export async function waitFor<T>(look: () => T | undefined | false | null): Promise<T> {
  for (let turn = 0; turn < 1000; turn += 1) {
    const found = look();
    if (found !== undefined && found !== false && found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not happen');
}
