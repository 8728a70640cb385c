import type { Instant } from './time.ts';

/** A Block Kit block: delivery and store carry it without looking inside. */
export type Block = Readonly<Record<string, unknown>> & { readonly type: string };

/** What a message says. */
export interface Content {
  /** One sentence that says the same as the blocks: notifications and screen readers use it. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** In this order things go out. */
export const lanes = ['approval', 'critical', 'alert', 'resolve', 'digest'] as const;
export type Lane = (typeof lanes)[number];

/**
 * A message that we want to exist in Slack. `key` is its identity for ever: asking again with the same key changes
 * the wanted content, and only the newest is sent.
 */
export interface WantedMessage {
  readonly key: string;
  readonly channel: string;
  /** Key of the root message, for a reply in its thread. */
  readonly thread: string | null;
  /** Show the reply in the channel as well: the only way to notify someone again. */
  readonly broadcast: boolean;
  readonly lane: Lane;
  readonly content: Content;
}

/** Try again, not before `after` milliseconds. */
export interface RetryLater {
  readonly kind: 'retry';
  readonly after: number;
  readonly why: string;
  /** Slack may have taken it. */
  readonly ambiguous: boolean;
  /** Slack answers, and asks for patience. */
  readonly limited?: boolean;
  /** Slack answers, and this message alone is the matter: others need not wait for it. */
  readonly alone?: boolean;
}

/** What a sending attempt came to. */
export type SendResult =
  | { readonly kind: 'sent'; readonly ts: string }
  | RetryLater
  /** The message can no longer be edited: post it anew, link the old one and remove it. */
  | { readonly kind: 'uneditable'; readonly why: string }
  /** Will never succeed as it is. */
  | { readonly kind: 'rejected'; readonly why: string };

/** What removing a message came to. `refused`: Slack will not remove it. */
export type Removal =
  | { readonly kind: 'gone' }
  | RetryLater
  | { readonly kind: 'refused'; readonly why: string };

/** What delivery needs of Slack. `key` travels in the message's metadata, so that `find` can see it again. */
export interface Sender {
  post(message: {
    readonly key: string;
    readonly channel: string;
    readonly threadTs: string | null;
    readonly broadcast: boolean;
    readonly content: Content;
  }): Promise<SendResult>;
  edit(message: {
    readonly key: string;
    readonly channel: string;
    readonly ts: string;
    readonly content: Content;
  }): Promise<SendResult>;
  /** Takes a message of ours away; what was answered below it stays. */
  remove(place: { readonly channel: string; readonly ts: string }): Promise<Removal>;
  /** Our own message with this key, if Slack has it, posted at or after `since`. Throws where Slack does not say. */
  find(place: {
    readonly key: string;
    readonly channel: string;
    readonly threadTs: string | null;
    readonly since: Instant;
  }): Promise<string | null | RetryLater>;
}
