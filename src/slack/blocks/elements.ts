import type { Block } from '../../domain/message.ts';
import { clip } from './escape.ts';

/** A button. `value` is an opaque id and never says what may be done. */
export interface Button {
  readonly label: string;
  readonly actionId: ActionId;
  readonly value: string;
  readonly primary?: boolean;
  /** It destroys something. */
  readonly danger?: boolean;
}

/** A menu beside buttons. The values are opaque ids, too. */
export interface Choice {
  readonly placeholder: string;
  readonly actionId: ActionId;
  readonly options: readonly { readonly label: string; readonly value: string }[];
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
  snooze: 'snooze',
  addNote: 'add_note',
  exportTimeline: 'export_timeline',
  signOff: 'sign_off',
  previewSilence: 'preview_silence',
  approveRun: 'run_approve',
  rejectRun: 'run_reject',
  withdrawRun: 'run_withdraw',
  startRun: 'run_start',
  cancelRun: 'run_cancel',
  askRunAgain: 'run_ask_again',
  runStatements: 'run_statements',
  runStatementsFile: 'run_statements_file',
  followRun1: 'run_follow_1',
  followRun2: 'run_follow_2',
  followRun3: 'run_follow_3',
  redrawRestore: 'restore_redraw',
  queueActs: 'queue_acts',
  helpIncident: 'help_incident',
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

/** A line between parts. */
export function divider(): Block {
  return { type: 'divider' };
}

/** A heading; plain text. */
export function header(text: string): Block {
  return { type: 'header', text: { type: 'plain_text', text: clip(text, 150), emoji: true } };
}

/** What stands below answers that are remembered. */
const answerLabels = {
  queueActs: 'Act on a queue…',
  postToChannel: 'Post to channel',
  showQueues: 'Queues',
  refresh: 'Refresh',
} as const;

/** The buttons of an answer; none where it is not remembered, as in what was posted to a channel. */
export function answerButtons(
  viewId: string | null,
  ...names: readonly (keyof typeof answerLabels)[]
): readonly Block[] {
  if (viewId === null) return [];
  return [
    actions(
      names.map((name) => ({
        label: answerLabels[name],
        actionId: actionIds[name],
        value: viewId,
      })),
    ),
  ];
}

/** Buttons in a row; no two of one action. */
export function actions(elements: readonly (Button | Choice)[], blockId?: string): Block {
  return {
    type: 'actions',
    // Slack keeps what someone chose from a menu for as long as its block has the same id.
    ...(blockId === undefined ? {} : { block_id: blockId }),
    elements: elements.map((one) => ('options' in one ? choiceElement(one) : buttonElement(one))),
  };
}

/** A paragraph with a button at its side. */
export function sectionWith(markup: string, button: Button): Block {
  return { ...section(markup), accessory: buttonElement(button) };
}

function choiceElement({ placeholder, actionId, options }: Choice): object {
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: { type: 'plain_text', text: clip(placeholder, 150), emoji: false },
    options: options.map(({ label, value }) => ({
      text: { type: 'plain_text', text: clip(label, 75), emoji: false },
      value,
    })),
  };
}

function buttonElement({ label, actionId, value, primary, danger }: Button): object {
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: clip(label, 75), emoji: false },
    value,
    ...(primary === true ? { style: 'primary' } : {}),
    ...(danger === true ? { style: 'danger' } : {}),
  };
}
