import type { ViewUpdateResponseAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../domain/logger.ts';
import type { Block } from '../../domain/message.ts';
import { fitView } from '../blocks/block-limits.ts';
import { section } from '../blocks/elements.ts';
import { clip } from '../blocks/escape.ts';
import { markSandboxBlocks } from '../blocks/mark-sandbox.ts';
import type { Reply } from '../reply.ts';
import { slackErrorName } from '../send-result.ts';

/** A modal, as its author thinks of it. */
export interface DialogView {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** The word on the button that submits it, and who then reads it; without, it only tells. */
  /** The word on the button that closes it, where "Cancel" would say something else. */
  readonly close?: string;
  readonly submit?: { readonly label: string; readonly callbackId: string };
  /** An id that comes back with what is submitted: of an incident, of an environment. Nothing else travels. */
  readonly about?: string;
}

/** One modal that a person has before them. */
export interface Dialog {
  show(view: DialogView): Promise<void>;
}

export interface DialogTools {
  readonly client: WebClient;
  readonly logger: Logger;
  readonly sandbox: boolean;
}

const moment: DialogView = { title: 'hart', blocks: [section('One moment …')] };

/** Opens a modal that says "one moment"; null when Slack does not take it, as after three seconds. */
export async function openDialog(triggerId: string, tools: DialogTools): Promise<Dialog | null> {
  const { client, logger, sandbox } = tools;
  try {
    const answer = await client.apiCall('views.open', {
      trigger_id: triggerId,
      view: modal(moment, sandbox),
    });
    const id = idOf(answer);
    return id === null ? null : dialogAt(id, tools);
  } catch (error) {
    logger.warn({ error: slackErrorName(error) }, 'A dialog was not opened');
    return null;
  }
}

/** A modal that is open already. */
export function dialogAt(viewId: string, { client, logger, sandbox }: DialogTools): Dialog {
  return {
    async show(view) {
      try {
        await client.apiCall('views.update', { view_id: viewId, view: modal(view, sandbox) });
      } catch (error) {
        // Closed meanwhile, most often: what was done stands in the thread.
        logger.warn({ error: slackErrorName(error) }, 'A dialog was not changed');
      }
    },
  };
}

/** Answers in the dialog instead of beside it. */
export function dialogReply(dialog: Dialog): Reply {
  const show: Reply['show'] = ({ blocks }) => dialog.show({ title: 'hart', blocks });
  return { show, last: show, meanwhile: (work) => work };
}

/** Answers in a dialog that is opened with the first word; where nothing is said, none comes up. */
export function dialogReplyOnDemand(open: () => Promise<Dialog | null>): Reply {
  const show: Reply['show'] = async ({ blocks }) => {
    const dialog = await open();
    await dialog?.show({ title: 'hart', blocks });
  };
  return {
    show,
    last: show,
    // Slack opens it within three seconds of the click only, which the work may outlast.
    async meanwhile(work) {
      await open();
      return await work;
    },
  };
}

/** What stands in a modal while its submission is worked on. */
export function waiting(sandbox: boolean): ViewUpdateResponseAction['view'] {
  const text = `${sandbox ? 'SANDBOX ' : ''}One moment …`;
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'hart' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
  };
}

function modal({ title, blocks, submit, close, about }: DialogView, sandbox: boolean): object {
  const fitted = fitView(blocks);
  return {
    type: 'modal',
    title: plain(clip(title, 24)),
    close: plain(close ?? (submit === undefined ? 'Close' : 'Cancel')),
    ...(submit === undefined
      ? {}
      : { submit: plain(clip(submit.label, 24)), callback_id: submit.callbackId }),
    ...(about === undefined ? {} : { private_metadata: about }),
    blocks: sandbox ? markSandboxBlocks(fitted) : fitted,
  };
}

function plain(text: string): object {
  return { type: 'plain_text', text, emoji: false };
}

function idOf(answer: object): string | null {
  const view = 'view' in answer ? answer.view : null;
  if (typeof view !== 'object' || view === null || !('id' in view)) return null;
  return typeof view.id === 'string' ? view.id : null;
}
