import type { Content, WantedMessage } from '../../domain/message.ts';
import { SECOND } from '../../domain/time.ts';
import { context } from '../blocks/elements.ts';
import { code, escape } from '../blocks/escape.ts';
import { notice } from '../blocks/notice.ts';
import { refusalBlocks } from '../blocks/refusal.ts';
import type { ButtonTools, Click } from './click.ts';
import { forgotten } from './refresh.ts';

const PATIENCE = 10 * SECOND;

/** Posts what the person sees, as they see it, to the channel where they are; once, however often they click. */
export async function postToChannel(
  { asker, inPlace, value }: Click,
  tools: ButtonTools,
): Promise<void> {
  const { views, gate, services, directory } = tools;
  const { channelId } = asker;
  const view = views.get(value);
  if (view === null || view.content === null || channelId === null)
    return await asker.reply.last(notice(forgotten));
  const answer = await gate({
    ...asker,
    wanted: 'viewer',
    action: 'Posting to the channel',
    environment: view.environment,
    wish: 'cached',
  });
  if (answer.kind === 'refusal') return await asker.reply.last(refusalBlocks(answer));
  const channel = await directory.channel(channelId, 'fresh');
  if (channel.kind === 'failed' || !channel.value.member) {
    return await asker.reply.last(
      notice(
        'hart is not in this channel, so it cannot post here. Invite it with `/invite @hart`, then click again.',
      ),
    );
  }
  const by = answer.identity.person ?? asker.userId;
  const asked = code(['/hart', view.command, ...view.args].join(' '));
  const key = `posted:${value}:${channelId}`;
  const message: WantedMessage = {
    key,
    channel: channelId,
    thread: null,
    broadcast: false,
    lane: 'alert',
    content: withFoot(view.content, `posted by @${escape(by)} from ${asked}`),
  };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- an outbox, not a window
  await services.postMessage(message);
  const place = await services.whereIs(key, PATIENCE);
  const outcome =
    place === null ? 'It will be posted as soon as Slack takes it.' : 'Posted to the channel.';
  return await inPlace.reply.last(withFoot(view.content, outcome));
}

function withFoot({ text, blocks }: Content, words: string): Content {
  return { text, blocks: [...blocks, context(words)] };
}
