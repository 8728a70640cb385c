import type { Block } from '../../domain/message.ts';
import { clip } from './escape.ts';

/** A button. `value` is an opaque id and never says what may be done. */
export interface Button {
  readonly label: string;
  readonly actionId: ActionId;
  readonly value: string;
  readonly primary?: boolean;
}

/** Every action id there is; they are stable, since messages live longer than versions. */
export const actionIds = {
  postToChannel: 'post_to_channel',
  showQueues: 'show_queues',
  refresh: 'refresh',
  runCheck: 'run_check',
  acknowledge: 'acknowledge',
  unacknowledge: 'unacknowledge',
  handOver: 'hand_over',
  silence: 'silence',
  addNote: 'add_note',
  exportTimeline: 'export_timeline',
  signOff: 'sign_off',
  previewSilence: 'preview_silence',
} as const;
export type ActionId = (typeof actionIds)[keyof typeof actionIds];

/** A paragraph in Slack's markup. */
export function section(markup: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', text: markup } };
}

/** Small print. */
export function context(...markups: readonly string[]): Block {
  return { type: 'context', elements: markups.map((text) => ({ type: 'mrkdwn', text })) };
}

/** A heading; plain text. */
export function header(text: string): Block {
  return { type: 'header', text: { type: 'plain_text', text: clip(text, 150), emoji: true } };
}

/** Buttons in a row; no two of one action. */
export function actions(buttons: readonly Button[]): Block {
  return { type: 'actions', elements: buttons.map(buttonElement) };
}

/** A paragraph with a button at its side. */
export function sectionWith(markup: string, button: Button): Block {
  return { ...section(markup), accessory: buttonElement(button) };
}

function buttonElement({ label, actionId, value, primary }: Button): object {
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: clip(label, 75), emoji: false },
    value,
    ...(primary === true ? { style: 'primary' } : {}),
  };
}
