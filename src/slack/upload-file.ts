import type { WebClient } from '@slack/web-api';
import { Fault } from '../domain/fault.ts';
import type { Place } from '../domain/incident.ts';
import { SECOND } from '../domain/time.ts';

/** A text file for the thread of a message. */
export interface TextFile {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

export type Upload = (thread: Place, file: TextFile) => Promise<void>;

/** Sends a file to one person, in the conversation with the bot. */
export type DirectUpload = (userId: string, file: TextFile) => Promise<void>;

/** How long Slack may take for the bytes. */
const patience = 20 * SECOND;

/** The same file once, however often it is asked for; after a failure it may be asked for again. */
export function createUpload(client: WebClient, sandbox: boolean): Upload {
  const done = new Map<string, Promise<void>>();
  return (thread, { name, title, text }) => {
    // A simulation says so in every place in which it can be read.
    const mark = sandbox ? 'SANDBOX ' : '';
    const file = { name, title: `${mark}${title}`, text: sandbox ? `${mark}\n\n${text}` : text };
    const key = `${thread.ts}\n${file.text}`;
    const known = done.get(key);
    if (known !== undefined) return known;
    if (done.size > 100) done.clear();
    const sent = upload(client, thread, file).catch((error: unknown) => {
      done.delete(key);
      throw error;
    });
    done.set(key, sent);
    return sent;
  };
}

/** A message to the person first: its answer names the conversation, which files want. */
export function createDirectUpload(client: WebClient, sandbox: boolean): DirectUpload {
  const share = createUpload(client, sandbox);
  return async (userId, file) => {
    const text = `${sandbox ? 'SANDBOX ' : ''}${file.title}`;
    const { channel, ts } = await client.chat.postMessage({ channel: userId, text });
    if (channel === undefined || ts === undefined)
      throw new Fault('slack-failed', 'Slack opened no conversation with a person');
    await share({ channel, ts }, file);
  };
}

/** Slack's three steps: an address, the bytes, the end. */
async function upload(
  client: WebClient,
  { channel, ts }: Place,
  { name, title, text }: TextFile,
): Promise<void> {
  const bytes = Buffer.from(text);
  const place = await client.files.getUploadURLExternal({ filename: name, length: bytes.length });
  const { upload_url: url, file_id: id } = place;
  if (url === undefined || id === undefined)
    throw new Fault('slack-failed', 'Slack named no place for a file');
  const answer = await fetch(url, {
    method: 'POST',
    body: bytes,
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok)
    throw new Fault('slack-failed', `Slack did not take a file: ${String(answer.status)}`);
  await client.files.completeUploadExternal({
    files: [{ id, title }],
    channel_id: channel,
    thread_ts: ts,
    initial_comment: title,
  });
}
