import type { BlockAction, MessageShortcut, ViewSubmitAction } from '@slack/bolt';
import type { Json, StateValues } from '../types.ts';
import type { ApiView } from '../view-shape.ts';

/** Bolt's `BlockAction`, its parts held as plain JSON. A view has neither message nor `response_url`. */
export interface BlockActionPayload
  extends Omit<BlockAction, 'actions' | 'state' | 'view' | 'message' | 'response_url'> {
  readonly actions: readonly Json[];
  readonly state?: { readonly values: StateValues };
  readonly view?: ApiView;
  readonly message?: Json;
  readonly response_url?: string;
}

export interface ViewSubmissionPayload extends Omit<ViewSubmitAction, 'view'> {
  readonly view: ApiView;
}

export interface MessageShortcutPayload extends Omit<MessageShortcut, 'message'> {
  readonly message: Json;
}
