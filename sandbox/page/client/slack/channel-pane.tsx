import { useState } from 'react';
import type { Channel, Message, View } from '../wire.ts';
import { useWorkspace } from '../workspace.ts';
import { Composer } from './composer.tsx';
import { conversation } from './conversation.ts';
import { Home } from './home.tsx';
import { MessageList } from './message-list.tsx';
import { NextHint } from './next-hint.tsx';

const topics: Readonly<Record<string, string>> = {
  COPS: 'Alerts, and the place to ask hart',
  CAUDIT: 'Who did what',
  CSHARED: 'Shared with another organisation: hart refuses to answer here',
};

/** A channel, or the conversation with the app and its Home tab. */
export function ChannelPane({
  channel,
  messages,
  marked,
  homeView,
  showsHome,
  showHome,
  openThread,
  become,
}: {
  readonly channel: Channel;
  readonly messages: readonly Message[] | undefined;
  readonly marked: string | null;
  readonly homeView: View | undefined;
  readonly showsHome: boolean;
  readonly showHome: (home: boolean) => void;
  readonly openThread: (ts: string) => void;
  readonly become: (user: string) => void;
}) {
  const [sends, setSends] = useState(0);
  const { me } = useWorkspace();
  const app = channel.kind === 'im';
  const { shown, repliesOf } = conversation(messages ?? none);
  const name = app ? 'hart' : `#${channel.name}`;
  return (
    <main className="channel" aria-label={name}>
      <header className="pane-head">
        <h2>{name}</h2>
        {app ? (
          <div className="tabs" role="tablist">
            <button
              type="button"
              role="tab"
              aria-selected={showsHome}
              onClick={() => showHome(true)}
            >
              Home
            </button>
            <button
              type="button"
              role="tab"
              aria-selected={!showsHome}
              onClick={() => showHome(false)}
            >
              Messages
            </button>
          </div>
        ) : (
          <p className="quiet topic">{topics[channel.id] ?? ''}</p>
        )}
      </header>
      {app && showsHome ? (
        <Home view={homeView} />
      ) : (
        <>
          <MessageList
            place={`${me} ${channel.id}`}
            messages={shown}
            repliesOf={repliesOf}
            marked={marked}
            sends={sends}
            openThread={openThread}
            empty={messages === undefined ? null : <Empty audit={channel.id === 'CAUDIT'} />}
          />
          {channel.id === 'COPS' && <NextHint messages={shown} become={become} />}
          <Composer
            key={`${me} ${channel.id}`}
            channel={channel.id}
            label={`Message ${name}, or a command: /hart status`}
            onSend={() => setSends((before) => before + 1)}
          />
        </>
      )}
    </main>
  );
}

const none: readonly Message[] = [];

function Empty({ audit }: { readonly audit: boolean }) {
  if (audit) return <p>Nothing here yet.</p>;
  return (
    <>
      <p>
        <b>Nothing has been said here yet.</b>
      </p>
      <p>
        Type <code>/hart status</code> below, or switch a fault on at the right, say{' '}
        <i>queue-flooded</i>, and watch the alert come.
      </p>
    </>
  );
}
