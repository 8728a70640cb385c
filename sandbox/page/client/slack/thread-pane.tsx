import type { Message } from '../wire.ts';
import { channelName, useWorkspace } from '../workspace.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

/** A message and what was answered to it, beside the channel. */
export function ThreadPane({
  root,
  replies,
  marked,
  onClose,
}: {
  readonly root: Message;
  readonly replies: readonly Message[];
  readonly marked: string | null;
  readonly onClose: () => void;
}) {
  const { channels } = useWorkspace();
  return (
    <section className="thread" aria-label="Thread">
      <header className="pane-head">
        <h2>
          Thread <span className="quiet">#{channelName(channels, root.channel)}</span>
        </h2>
        <button type="button" className="close" aria-label="Close the thread" onClick={onClose}>
          ✕
        </button>
      </header>
      <MessageList
        place={`${root.channel} ${root.ts}`}
        messages={[root, ...replies]}
        marked={marked}
        empty={null}
      />
      <Composer channel={root.channel} thread={root.ts} label="Reply …" />
    </section>
  );
}
