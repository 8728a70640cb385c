import type { Content, WantedMessage } from '../../domain/message.ts';
import { SECOND } from '../../domain/time.ts';
import { context } from '../blocks/elements.ts';
import { code, escape } from '../blocks/escape.ts';
import { notice } from '../blocks/notice.ts';
import type { Asked, Order } from '../commands/command.ts';
import type { ButtonTools, Click } from './click.ts';
import { forgotten } from './refresh.ts';

const PATIENCE = 10 * SECOND;

/** Posts what the person sees, as they see it, to the channel where they are; once, however often they click. */
export async function postToChannel(click: Click, tools: ButtonTools): Promise<void> {
  const { asker, inPlace, value } = click;
  const { views, dispatch, services, directory } = tools;
  const { channelId } = asker;
  const view = views.get(value);
  if (view === null || view.content === null || channelId === null)
    return await asker.reply.last(notice(forgotten));
  const { content, command, args, environment } = view;

  async function post({ identity, say }: Asked): Promise<void> {
    const channel = await directory.channel(channelId ?? '', 'fresh');
    if (channel.kind === 'failed' || !channel.value.member) {
      return await say(
        'hart is not in this channel, so it cannot post here. Invite it with `/invite @hart`, then click again.',
      );
    }
    const by = identity.person ?? asker.userId;
    const asked = code(['/hart', command, ...args].join(' '));
    const key = `posted:${value}:${channelId}`;
    const message: WantedMessage = {
      key,
      channel: channelId ?? '',
      thread: null,
      broadcast: false,
      lane: 'alert',
      content: withFoot(content, `posted by @${escape(by)} from ${asked}`),
    };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- an outbox, not a window
    await services.postMessage(message);
    const place = await services.whereIs(key, PATIENCE);
    const outcome =
      place === null ? 'It will be posted as soon as Slack takes it.' : 'Posted to the channel.';
    return await inPlace.reply.last(withFoot(content, outcome));
  }

  const order: Order = { name: 'post-to-channel', role: 'viewer', changes: false, run: post };
  return await dispatch.order(asker, environment === '' ? null : { environment }, [value], order);
}

function withFoot({ text, blocks }: Content, words: string): Content {
  return { text, blocks: [...blocks, context(words)] };
}
