/** One block, element or view as JSON: the rules look inside, everything else carries it. */
export interface Json {
  readonly [key: string]: unknown;
}

export interface Block extends Json {
  readonly type: string;
  readonly block_id: string;
}

/** The shape of pino, as far as the sandbox uses it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly teamId: string;
  /** `guest`: a restricted account; `stranger`: from another workspace. */
  readonly kind: 'member' | 'guest' | 'stranger' | 'bot';
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'im';
  readonly members: readonly string[];
  /** Shared with another organisation (Slack Connect). */
  readonly shared: boolean;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Json;
}

/** What a message said before an edit, and since when (ISO). */
export interface Version {
  readonly at: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly size: number;
  readonly content: Buffer;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly botId: string | null;
  text: string;
  blocks: readonly Block[];
  attachments: readonly Json[];
  metadata: Metadata | null;
  readonly threadTs: string | null;
  /** A reply shown in the channel as well. */
  readonly broadcast: boolean;
  /** The only person who sees it, or null. */
  readonly ephemeralFor: string | null;
  edited: { readonly user: string; readonly ts: string } | null;
  deleted: boolean;
  versions: readonly Version[];
  /** The moment of the last change, as a ts; and of the present content (ISO). */
  changed: string;
  writtenAt: string;
  reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly files: readonly SharedFile[];
  /** What people have chosen in its selects, by user, then block and action. */
  readonly choices: Map<string, StateValues>;
}

export type StateValues = Record<string, Record<string, Json>>;

export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly user: string;
  readonly rootId: string;
  readonly previousId: string | null;
  hash: string;
  title: Json | null;
  submit: Json | null;
  close: Json | null;
  callbackId: string;
  privateMetadata: string;
  externalId: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  blocks: readonly Block[];
  /** What the person has entered so far. */
  entered: StateValues;
}

/** The present state of Slack's own troubles, switched through the control API. */
export interface SlackFaults {
  'slack-down': boolean;
  'slack-rate-limited': boolean;
  'slack-redelivers': boolean;
  'socket-drops': boolean;
  'socket-silent': boolean;
  'channel-archived': boolean;
  'edits-refused': boolean;
}

export type SlackFaultName = keyof SlackFaults;

export const slackFaultNames: readonly SlackFaultName[] = [
  'slack-down',
  'slack-rate-limited',
  'slack-redelivers',
  'socket-drops',
  'socket-silent',
  'channel-archived',
  'edits-refused',
];
