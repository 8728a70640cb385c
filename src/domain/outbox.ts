import type { Content, Lane } from './message.ts';
import type { Instant } from './time.ts';

/** What delivery asks of Slack; each is held back by itself. */
export const methods = ['post', 'edit', 'find', 'remove'] as const;
export type Method = (typeof methods)[number];

/** Until when Slack wants no call of a method. */
export type Pauses = Readonly<Partial<Record<Method, Instant>>>;

/** A wanted message, with what we know of it in Slack. */
export interface OutboxEntry {
  readonly key: string;
  readonly channel: string;
  /** Key of the root message, for a reply in its thread. */
  readonly thread: string | null;
  /** Where that root is; null while Slack has none, and for a root. */
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly lane: Lane;
  readonly content: Content;
  /** Counts up with each change of the content; from 1. */
  readonly version: number;
  /** The newest version that Slack has confirmed; 0: none. */
  readonly sentVersion: number;
  /** Where the message is; null while Slack has none. */
  readonly ts: string | null;
  /** Since when it waits, however often its content changed meanwhile. */
  readonly wantedAt: Instant;
  /** Failures in a row. */
  readonly attempts: number;
  readonly retryAt: Instant | null;
  /** The earliest post whose outcome is not known: Slack must be asked before posting again. */
  readonly doubtSince: Instant | null;
  /** The thread into which that post went. */
  readonly doubtThreadTs: string | null;
  /** How often it was posted anew because the one before could no longer be edited. */
  readonly generation: number;
  /** The one before. */
  readonly replacedTs: string | null;
  /** Slack refused its blocks: the text alone goes out. */
  readonly plain: boolean;
}

/** A message that another one replaced, since it could not be edited: it still shows what is over. */
export interface Leftover {
  readonly key: string;
  readonly channel: string;
  readonly ts: string;
  /** It has a thread of its own. */
  readonly isRoot: boolean;
  readonly retryAt: Instant | null;
  /** Where the one is that replaced it; null where nobody knows any more. */
  readonly successorTs: string | null;
}

export interface Leftovers {
  /** Those whose successors Slack has. */
  due(): Promise<readonly Leftover[]>;
  /** It is gone, or stays for good. */
  over(leftover: Leftover): Promise<void>;
  later(
    leftover: Leftover,
    failure: { readonly at: Instant; readonly retryAt: Instant; readonly limited: boolean },
  ): Promise<void>;
}

/** A message that Slack refuses for good as it is. */
export interface RejectedMessage {
  readonly key: string;
  readonly channel: string;
  readonly why: string;
  readonly at: Instant;
}

export interface OutboxCounts {
  /** Messages whose newest version Slack has not confirmed, without the rejected ones. */
  readonly waiting: number;
  /** The same by lane; lanes in which nothing waits are left out. */
  readonly lanes: Readonly<Partial<Record<Lane, number>>>;
  /** Since when the longest waiting one does. */
  readonly oldest: Instant | null;
  readonly rejected: readonly RejectedMessage[];
}

/** What delivery needs of the store. Every change is durable when its promise resolves. */
export interface Outbox {
  /**
   * What waits to be sent, most urgent first, roots that Slack does not have before edits and replies: also what may not be retried before a later
   * moment. Replies whose root is not in Slack yet are left out.
   */
  due(limit: number): Promise<readonly OutboxEntry[]>;
  /** Set before each post, so that a crash leaves a mark. */
  attempting(key: string, at: Instant): Promise<void>;
  /** Slack has `version` at `ts`; version 0: it has the message, but we do not know what it says. */
  sent(
    key: string,
    ts: string,
    version: number,
    at: Instant,
    /** Replies whose words went out in the same message. They have no place of their own and are not edited there. */
    joined?: readonly { readonly key: string; readonly version: number }[],
  ): Promise<void>;
  failed(
    key: string,
    failure: {
      readonly at: Instant;
      readonly why: string;
      readonly retryAt: Instant;
      readonly ambiguous: boolean;
      /** Slack asked for patience: kept, since it asks it of a restarted bot too. */
      readonly pause?: Method;
    },
  ): Promise<void>;
  /** What Slack asked for and is not over, until when. */
  pauses(now: Instant): Promise<Pauses>;
  /** Slack refuses the version: with `plain` the text alone is tried next, otherwise it is left until the content changes. */
  rejected(
    key: string,
    rejection: {
      readonly at: Instant;
      readonly why: string;
      readonly version: number;
      readonly plain: boolean;
    },
  ): Promise<void>;
  /** Can no longer be edited: to be posted anew, and removed after that. */
  replaced(key: string, why: string): Promise<void>;
  readonly leftovers: Leftovers;
  /** Gives everything rejected one more try: something may have been put right while we were down. */
  reconsider(): Promise<number>;
  counts(): Promise<OutboxCounts>;
}
