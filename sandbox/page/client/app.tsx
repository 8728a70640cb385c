import { useCallback, useEffect, useMemo, useState } from 'react';
import { api } from './api.ts';
import { listenOnline } from './changes.ts';
import { directChannel, type Place, readPlace, writePlace } from './place.ts';
import { ChannelPane } from './slack/channel-pane.tsx';
import { conversation } from './slack/conversation.ts';
import { Modal } from './slack/modal.tsx';
import { Sidebar } from './slack/sidebar.tsx';
import { ThreadPane } from './slack/thread-pane.tsx';
import { Toast } from './toast.tsx';
import { TopBar } from './top-bar.tsx';
import { useLive } from './use-live.ts';
import { useUnread } from './use-unread.ts';
import { type Workspace, WorkspaceContext } from './workspace.ts';
import { WorldPanel } from './world/world-panel.tsx';

interface Trouble {
  readonly words: string;
  readonly number: number;
}

/** Slack on the left, the world on the right. */
export function App() {
  const [place, setPlace] = useState(() => readPlace(location.hash));
  const [trouble, setTrouble] = useState<Trouble>();
  const [online, setOnline] = useState(true);
  const [worldOpen, setWorldOpen] = useState(() => window.innerWidth > 1000);
  const { me, channel, thread } = place;

  const people = useLive('people', loadPeople, ['all']);
  const users = people?.users ?? none;
  const mine = useMemo(
    () => (people?.channels ?? []).filter(({ members }) => members.includes(me)),
    [people, me],
  );
  const ids = mine.map(({ id }) => id);
  const lists = useLive(
    `messages ${me} ${ids.join(' ')}`,
    async () => Promise.all(ids.map(async (id) => (await api.messages(id, me)).messages)),
    ['messages'],
  );
  const messages = useMemo(
    () => lists && new Map(ids.map((id, at) => [id, lists[at] ?? []])),
    [lists],
  );
  const views = useLive(`views ${me}`, async () => (await api.views(me)).views, ['views', 'home']);
  const unread = useUnread(me, channel, messages);

  const move = useCallback((step: Partial<Place>) => {
    setPlace((before) => {
      const next = { ...before, ...step };
      history.replaceState(null, '', writePlace(next));
      return next;
    });
  }, []);
  useEffect(() => listenOnline(setOnline), []);
  // The pane makes the channel narrower, and what was read moves: its root stays in sight.
  useEffect(() => {
    if (thread !== null)
      document.getElementById(`m${thread}`)?.scrollIntoView({ block: 'nearest' });
  }, [thread]);

  const complain = useCallback(
    (words: string) => setTrouble((before) => ({ words, number: (before?.number ?? 0) + 1 })),
    [],
  );
  const open = useCallback(
    (id: string, ts: string | null) => {
      const found = messages?.get(id)?.find((message) => message.ts === ts);
      // A link to a message means what was said about it too.
      const inThread = found === undefined || found.ephemeral ? null : (found.thread_ts ?? ts);
      if (ts !== null && found === undefined)
        return complain('That message is not here (any more).');
      move({ channel: id, home: false, thread: inThread, marked: ts });
      if (ts !== null)
        requestAnimationFrame(() =>
          document.getElementById(`m${ts}`)?.scrollIntoView({ block: 'center' }),
        );
    },
    [messages, move, complain],
  );
  const workspace = useMemo(
    (): Workspace => ({ me, users, channels: people?.channels ?? none, open, complain }),
    [me, users, people, open, complain],
  );

  const become = useCallback(
    (user: string) => {
      const there = channel.startsWith('D')
        ? directChannel(user)
        : stayOr(user, channel, people?.channels ?? none);
      move({ me: user, thread: null, marked: null, channel: there });
    },
    [channel, people, move],
  );
  const openThread = useCallback((ts: string) => move({ thread: ts, marked: null }), [move]);
  const here = mine.find(({ id }) => id === channel);
  const all = messages?.get(channel);
  const root =
    thread === null ? undefined : all?.find(({ ts, deleted }) => ts === thread && !deleted);
  const modal = views?.filter(({ type }) => type === 'modal').at(-1);

  return (
    <WorkspaceContext value={workspace}>
      <div
        className={`page${root === undefined ? '' : ' with-thread'}${worldOpen ? ' with-world' : ''}`}
      >
        <TopBar
          online={online}
          worldOpen={worldOpen}
          toggleWorld={() => setWorldOpen(!worldOpen)}
        />
        <Sidebar
          channels={mine}
          current={channel}
          unread={unread}
          go={(id) =>
            move({ channel: id, home: id === directChannel(me), thread: null, marked: null })
          }
          become={become}
        />
        {here !== undefined && (
          <ChannelPane
            channel={here}
            messages={all}
            marked={place.marked}
            homeView={views?.find(({ type }) => type === 'home')}
            showsHome={place.home}
            showHome={(home) => move({ home })}
            openThread={openThread}
            become={become}
          />
        )}
        {root !== undefined && (
          <ThreadPane
            key={root.ts}
            root={root}
            replies={conversation(all ?? none).repliesOf.get(root.ts) ?? none}
            marked={place.marked}
            onClose={() => move({ thread: null, marked: null })}
          />
        )}
        {worldOpen && <WorldPanel />}
      </div>
      {modal !== undefined && <Modal key={modal.viewId} view={modal} />}
      {trouble !== undefined && (
        <Toast key={trouble.number} words={trouble.words} onClose={() => setTrouble(undefined)} />
      )}
    </WorkspaceContext>
  );
}

const none: readonly never[] = [];

async function loadPeople() {
  const [{ users }, { channels }] = await Promise.all([api.users(), api.channels()]);
  return { users, channels };
}

/** The channel, where this person is in it too. */
function stayOr(
  user: string,
  channel: string,
  channels: readonly { readonly id: string; readonly members: readonly string[] }[],
): string {
  const there = channels.find(({ id }) => id === channel)?.members.includes(user) === true;
  return there ? channel : 'COPS';
}
