import type { App, BlockAction, RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../domain/logger.ts';
import type { Content } from '../domain/message.ts';
import type { Duration } from '../domain/time.ts';
import { publishHome } from './app-home.ts';
import { type ActionId, actionIds } from './blocks/elements.ts';
import type { Button, ButtonTools } from './buttons/click.ts';
import { postToChannel } from './buttons/post-to-channel.ts';
import { refresh } from './buttons/refresh.ts';
import { runCheck } from './buttons/run-check.ts';
import { showQueues } from './buttons/show-queues.ts';
import type { Asker, DispatchTools } from './dispatch.ts';
import { createReply } from './reply.ts';

export interface ListenTools extends ButtonTools, Pick<DispatchTools, 'link' | 'now'> {
  readonly client: WebClient;
  readonly logger: Logger;
  readonly finish: (content: Content) => Content;
}

const buttons: Readonly<Record<ActionId, Button>> = {
  [actionIds.postToChannel]: postToChannel,
  [actionIds.refresh]: refresh,
  [actionIds.showQueues]: showQueues,
  [actionIds.runCheck]: runCheck,
};

/** Everything of Slack's that we answer. Each is acknowledged first, empty, and once; then the work begins. */
export function listen(app: App, tools: ListenTools): Busy {
  const { services, dispatch, logger, finish } = tools;
  const busy = trackWork(logger);

  function asker(who: Omit<Asker, 'reply'>, respond: RespondFn, replaceOriginal: boolean): Asker {
    return { ...who, reply: createReply({ respond, finish, logger, replaceOriginal }) };
  }

  /** Slack delivers some things twice. A store that cannot say so must not keep a person from reading. */
  async function isFirst(id: string): Promise<boolean> {
    try {
      return await services.claim(id);
    } catch (error) {
      logger.error({ err: error }, 'The store did not say whether this was seen before');
      return true;
    }
  }

  app.command('/hart', async ({ ack, command, respond }) => {
    await ack();
    busy.run(async () => {
      if (!(await isFirst(`command:${command.trigger_id}`))) return;
      const { team_id: teamId, user_id: userId, channel_id: channelId, text } = command;
      await dispatch.text(asker({ teamId, userId, channelId }, respond, false), text ?? '');
    });
  });

  for (const [actionId, button] of Object.entries(buttons)) {
    app.action<BlockAction>(
      { type: 'block_actions', action_id: actionId },
      async ({ ack, body, action, respond }) => {
        await ack();
        busy.run(async () => {
          if (!(await isFirst(`click:${body.trigger_id}`))) return;
          const who = {
            teamId: body.user.team_id ?? body.team?.id ?? '',
            userId: body.user.id,
            channelId: body.channel?.id ?? '',
          };
          const value = 'value' in action && typeof action.value === 'string' ? action.value : '';
          const click = {
            asker: asker(who, respond, false),
            inPlace: asker(who, respond, true),
            value,
          };
          await button(click, tools);
        });
      },
    );
  }

  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    busy.run(() => publishHome({ teamId: body.team_id, userId: event.user }, tools));
  });

  app.error(async (error) => {
    logger.error({ err: error }, 'Bolt could not handle something');
  });
  return busy;
}

export interface Busy {
  run(work: () => Promise<void>): void;
  /** Resolves when nothing is under way, or after `patience`. */
  settle(patience: Duration): Promise<void>;
}

/** Work goes on after the acknowledgement; what it throws is logged and ends nothing else. */
function trackWork(logger: Logger): Busy {
  const running = new Set<Promise<void>>();
  let last: Promise<unknown> = Promise.resolve();
  /** One beginning a turn of the event loop: between two, what has arrived meanwhile is acknowledged. */
  function nextTurn(): Promise<unknown> {
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return last;
  }
  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      logger.error({ err: error }, 'An answer to Slack failed');
    }
  }
  return {
    run(work) {
      const promise = nextTurn()
        .then(() => guarded(work))
        .finally(() => running.delete(promise));
      running.add(promise);
    },
    async settle(patience) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience);
      });
      await Promise.race([Promise.all(running), over]);
      clearTimeout(timer);
    },
  };
}
