import type { Message } from '../wire.ts';

export interface Conversation {
  /** What stands in the channel: roots, and replies that were sent there too. */
  readonly shown: readonly Message[];
  readonly repliesOf: ReadonlyMap<string, readonly Message[]>;
}

const repliesBefore = new WeakMap<readonly Message[], Conversation>();

function isReply({ thread_ts: root, ts }: Message): boolean {
  return root !== undefined && root !== ts;
}

/** Sorts a channel's messages into what stands in it and what stands in threads. */
export function conversation(messages: readonly Message[]): Conversation {
  const known = repliesBefore.get(messages);
  if (known !== undefined) return known;
  const present = messages.filter(({ deleted }) => !deleted);
  const repliesOf = new Map<string, Message[]>();
  for (const reply of present.filter(isReply)) {
    const root = reply.thread_ts ?? '';
    repliesOf.set(root, [...(repliesOf.get(root) ?? []), reply]);
  }
  const made = {
    shown: present.filter((message) => !isReply(message) || message.subtype === 'thread_broadcast'),
    repliesOf,
  };
  repliesBefore.set(messages, made);
  return made;
}
