import { Fragment, type ReactNode, useEffect } from 'react';
import type { Message } from '../wire.ts';
import { MessageView } from './message.tsx';
import { useStick } from './use-stick.ts';

function dayOf({ ts }: Message): string {
  const at = new Date(Number(ts) * 1000);
  if (at.toDateString() === new Date().toDateString()) return 'Today';
  return at.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
}

/** Messages, oldest first, kept at the end while the reader is there. */
export function MessageList({
  place,
  messages,
  repliesOf,
  marked,
  openThread,
  empty,
  sends = 0,
}: {
  readonly place: string;
  readonly messages: readonly Message[];
  readonly repliesOf?: ReadonlyMap<string, readonly Message[]>;
  readonly marked: string | null;
  readonly openThread?: (ts: string) => void;
  readonly empty: ReactNode;
  /** Grows with each line that the reader sends: they want to see the answer. */
  readonly sends?: number;
}) {
  const { frame, content, away, toEnd } = useStick(place);
  useEffect(() => {
    if (sends > 0) toEnd();
  }, [sends, toEnd]);
  return (
    <div className="list-frame">
      <div className="list" ref={frame} tabIndex={-1}>
        <div ref={content} role="log" aria-label="Messages" aria-live="off">
          {messages.length === 0 && <div className="empty">{empty}</div>}
          {messages.map((message, at) => {
            const day = dayOf(message);
            const before = messages[at - 1];
            const replies = repliesOf?.get(message.ts);
            return (
              <Fragment key={message.ts}>
                {(before === undefined || dayOf(before) !== day) && openThread !== undefined && (
                  <p className="day">
                    <span>{day}</span>
                  </p>
                )}
                <MessageView
                  message={message}
                  marked={marked === message.ts}
                  {...(replies === undefined ? {} : { replies })}
                  {...(openThread === undefined ? {} : { openThread })}
                />
              </Fragment>
            );
          })}
        </div>
      </div>
      {away && (
        <button type="button" className="button to-end" onClick={toEnd}>
          ↓ Newest
        </button>
      )}
    </div>
  );
}
