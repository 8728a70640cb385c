import { apiFile } from '../slack/message-shape.ts';
import type { Json, Message, View } from '../slack/types.ts';
import { viewValues } from '../slack/view-values.ts';

/** A message as someone's client sees it now, with what it said before. */
export function messageEntry(message: Message, origin: string): Json {
  const { botId, threadTs, edited, metadata, attachments, files, reactions } = message;
  return {
    channel: message.channel,
    ts: message.ts,
    user: message.user,
    ...(botId === null ? {} : { bot_id: botId }),
    text: message.text,
    blocks: message.blocks,
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(edited === null ? {} : { edited }),
    ...(metadata === null ? {} : { metadata }),
    ...(files.length === 0 ? {} : { files: files.map((file) => apiFile(file, origin)) }),
    ...(reactions.length === 0 ? {} : { reactions }),
    ephemeral: message.ephemeralFor !== null,
    deleted: message.deleted,
    versions: message.versions,
  };
}

/** A view as its person sees it, with what is filled in so far. */
export function viewEntry(view: View): Json {
  return {
    viewId: view.id,
    type: view.type,
    callback_id: view.callbackId,
    title: view.title,
    submit: view.submit,
    close: view.close,
    blocks: view.blocks,
    hash: view.hash,
    private_metadata: view.privateMetadata,
    state: { values: viewValues(view) },
  };
}
