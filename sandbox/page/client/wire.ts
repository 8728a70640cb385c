import type { BotState, FaultState, Holding } from '../../control/ports.ts';
import type { Block, Channel, Json, User } from '../../slack/types.ts';

/** What the control API answers. */

export type { Block, BotState, Channel, FaultState, Holding, Json, User };

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly bot_id?: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly thread_ts?: string;
  readonly subtype?: string;
  readonly edited?: { readonly ts: string };
  readonly files?: readonly Json[];
  readonly reactions?: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly ephemeral: boolean;
  readonly deleted: boolean;
  readonly edits: number;
}

export interface View {
  readonly viewId: string;
  readonly type: 'modal' | 'home';
  readonly title: Json | null;
  readonly submit: Json | null;
  readonly close: Json | null;
  readonly blocks: readonly Block[];
  readonly hash: string;
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Json>>>> };
}

export interface Health {
  readonly ready: boolean;
  readonly bot: BotState;
}

/** What a person gives to an element, as the control API takes it. */
export type Given = string | readonly string[] | null;

export interface CommandAnswer {
  readonly acked: boolean;
}

export interface ClickAnswer {
  readonly acked: boolean;
}

export interface SubmitAnswer {
  readonly acked: boolean;
  readonly errors: Readonly<Record<string, string>>;
  readonly closed: boolean;
}
