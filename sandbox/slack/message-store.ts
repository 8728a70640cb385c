import type { Changes } from './changes.ts';
import { bot } from './ids.ts';
import { compareTs } from './timestamps.ts';
import type { Block, Json, Message, Metadata, SharedFile } from './types.ts';

export interface NewMessage {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly Json[];
  readonly metadata?: Metadata | null;
  readonly threadTs?: string | null;
  readonly broadcast?: boolean;
  readonly ephemeralFor?: string | null;
  readonly files?: readonly SharedFile[];
}

export interface Edit {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly Json[];
  /** Undefined leaves it as it is. */
  readonly metadata?: Metadata | null;
}

export interface MessageStore {
  add(message: NewMessage): Message;
  edit(message: Message, edit: Edit): void;
  remove(message: Message): void;
  react(message: Message, name: string, user: string, on: boolean): boolean;
  find(channel: string, ts: string): Message | undefined;
  /** Oldest first, deleted ones too. */
  list(channel: string): readonly Message[];
  replies(channel: string, threadTs: string): readonly Message[];
  clear(): void;
}

/** A progress message is edited for hours; so many earlier texts are enough. */
const versionsKept = 500;

export interface MessageStoreOptions {
  readonly now: () => number;
  readonly nextTs: () => string;
  readonly changes: Changes;
}

export function createMessageStore({ now, nextTs, changes }: MessageStoreOptions): MessageStore {
  const byChannel = new Map<string, Message[]>();
  const iso = () => new Date(now()).toISOString();

  function keepVersion(message: Message): void {
    const { text, blocks, writtenAt } = message;
    message.versions = [...message.versions, { at: writtenAt, text, blocks }].slice(-versionsKept);
    message.writtenAt = iso();
  }

  function list(channel: string): readonly Message[] {
    return byChannel.get(channel) ?? [];
  }

  return {
    add(given) {
      const ts = nextTs();
      const message: Message = {
        channel: given.channel,
        ts,
        user: given.user,
        botId: given.user === bot.userId ? bot.botId : null,
        text: given.text,
        blocks: given.blocks ?? [],
        attachments: given.attachments ?? [],
        metadata: given.metadata ?? null,
        threadTs: given.threadTs ?? null,
        broadcast: given.broadcast ?? false,
        ephemeralFor: given.ephemeralFor ?? null,
        edited: null,
        deleted: false,
        versions: [],
        changed: ts,
        writtenAt: iso(),
        reactions: [],
        files: given.files ?? [],
        choices: new Map(),
      };
      byChannel.set(given.channel, [...list(given.channel), message]);
      changes.emit('messages');
      return message;
    },
    edit(message, edit) {
      keepVersion(message);
      message.text = edit.text;
      message.blocks = edit.blocks;
      message.attachments = edit.attachments;
      if (edit.metadata !== undefined) message.metadata = edit.metadata;
      message.changed = nextTs();
      message.edited = { user: message.user, ts: message.changed };
      changes.emit('messages');
    },
    remove(message) {
      keepVersion(message);
      message.text = '';
      message.blocks = [];
      message.attachments = [];
      message.deleted = true;
      message.changed = nextTs();
      changes.emit('messages');
    },
    react(message, name, user, on) {
      const before = message.reactions.find((reaction) => reaction.name === name)?.users ?? [];
      if (before.includes(user) === on) return false;
      const after = on ? [...before, user] : before.filter((id) => id !== user);
      const others = message.reactions.filter((reaction) => reaction.name !== name);
      message.reactions = after.length === 0 ? others : [...others, { name, users: after }];
      changes.emit('messages');
      return true;
    },
    find: (channel, ts) => list(channel).find((message) => message.ts === ts),
    list,
    replies: (channel, threadTs) =>
      list(channel)
        .filter((message) => message.threadTs === threadTs && message.ephemeralFor === null)
        .toSorted((a, b) => compareTs(a.ts, b.ts)),
    clear() {
      byChannel.clear();
      changes.emit('messages');
    },
  };
}
