import { memo, useMemo } from 'react';
import { word } from '../../../slack/rules/shapes.ts';
import { api } from '../api.ts';
import { Blocks } from '../blocks/block.tsx';
import { Mrkdwn } from '../blocks/mrkdwn.tsx';
import { clockTime } from '../blocks/slack-date.ts';
import { type Surface, SurfaceContext } from '../blocks/surface.ts';
import type { Message } from '../wire.ts';
import { botId, userName, useWorkspace, words } from '../workspace.ts';
import { Avatar } from './avatar.tsx';
import { MessageMenu } from './message-menu.tsx';

export interface MessageProps {
  readonly message: Message;
  /** Of a root: its replies. */
  readonly replies?: readonly Message[];
  readonly marked?: boolean;
  /** In the channel, not in a thread's pane. */
  readonly openThread?: (ts: string) => void;
}

/** One message as its reader sees it. */
export const MessageView = memo(function MessageView({
  message,
  replies = [],
  marked = false,
  openThread,
}: MessageProps) {
  const { users } = useWorkspace();
  const { ts, user, edited, edits, ephemeral, thread_ts: root, subtype } = message;
  const at = new Date(Number(ts) * 1000);
  const broadcast = subtype === 'thread_broadcast';
  const classes = ['message', ...(ephemeral ? ['ephemeral'] : []), ...(marked ? ['marked'] : [])];
  return (
    <article className={classes.join(' ')} data-ts={ts} id={openThread && `m${ts}`}>
      <Avatar user={user} />
      <div className="message-body">
        {ephemeral && (
          <p className="only-you">
            <svg viewBox="0 0 15 11" aria-hidden="true">
              <path d="M1 5.5Q7.5-2.5 14 5.5Q7.5 13.5 1 5.5Z" />
              <path d="M7.5 5.4v.2" strokeWidth="3.4" strokeLinecap="round" />
            </svg>
            Only visible to you
          </p>
        )}
        <header>
          <b>{userName(users, user)}</b>
          {user === botId && <span className="badge">APP</span>}
          <time dateTime={at.toISOString()} title={at.toString()}>
            {clockTime(at)}
          </time>
          {edited !== undefined && (
            <span
              className="quiet"
              title={`last edited ${clockTime(new Date(Number(edited.ts) * 1000), true)}`}
            >
              (edited{edits > 1 ? ` ${edits} times` : ''})
            </span>
          )}
        </header>
        {broadcast && openThread !== undefined && root !== undefined && (
          <p className="quiet">
            replied to{' '}
            <button type="button" className="link" onClick={() => openThread(root)}>
              a thread
            </button>
          </p>
        )}
        {broadcast && openThread === undefined && <p className="quiet">also sent to the channel</p>}
        <Content message={message} />
        <Extras message={message} />
        {replies.length > 0 && openThread !== undefined && (
          <ThreadLink replies={replies} open={() => openThread(ts)} />
        )}
        {replies.length === 0 && openThread !== undefined && !ephemeral && root === undefined && (
          <button type="button" className="reply-button" onClick={() => openThread(ts)}>
            Reply in thread
          </button>
        )}
        {!ephemeral && <MessageMenu message={message} />}
      </div>
    </article>
  );
});

const Content = memo(function Content({ message }: { readonly message: Message }) {
  const { me, complain } = useWorkspace();
  const { channel, ts } = message;
  const surface = useMemo(
    (): Surface => ({
      spot: { channel, ts },
      value: () => undefined,
      entered: () => undefined,
      enter: () => undefined,
      errors: {},
      async press(blockId, actionId, value) {
        try {
          const { acked } = await api.click(
            me,
            { channel, ts },
            { blockId, actionId, ...(value === undefined ? {} : { value }) },
          );
          if (!acked) complain('The app did not respond to this press.');
        } catch (error) {
          complain(words(error));
        }
      },
    }),
    [me, channel, ts, complain],
  );
  if (message.blocks.length === 0)
    return (
      <div className="section">
        <Mrkdwn text={message.text} />
      </div>
    );
  return (
    <SurfaceContext value={surface}>
      <Blocks blocks={message.blocks} />
    </SurfaceContext>
  );
});

function Extras({ message: { files = [], reactions = [] } }: { readonly message: Message }) {
  return (
    <>
      {files.map((file) => (
        <p key={word(file['id'])} className="file">
          <a href={word(file['url_private'])} target="_blank" rel="noreferrer noopener">
            {word(file['title']) || word(file['name'])}
          </a>{' '}
          <span className="quiet">{Number(file['size']).toLocaleString('en-US')} bytes</span>
        </p>
      ))}
      {reactions.length > 0 && (
        <p className="reactions">
          {reactions.map(({ name, users }) => (
            <span key={name} className="reaction">{`:${name}: ${users.length}`}</span>
          ))}
        </p>
      )}
    </>
  );
}

function ThreadLink({
  replies,
  open,
}: {
  readonly replies: readonly Message[];
  readonly open: () => void;
}) {
  const last = replies.at(-1);
  return (
    <button type="button" className="thread-link" onClick={open}>
      <b>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</b>
      {last !== undefined && (
        <span className="quiet"> last at {clockTime(new Date(Number(last.ts) * 1000))}</span>
      )}
    </button>
  );
}
