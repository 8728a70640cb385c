import { bot } from '../ids.ts';
import { apiFile } from '../message-shape.ts';
import { findChannel } from '../people.ts';
import { isJson } from '../rules/shapes.ts';
import type { SlackState } from '../state.ts';
import type { Json, SharedFile } from '../types.ts';
import type { Args } from './args.ts';
import { ApiRefusal } from './refusal.ts';

export function getUploadUrl(state: SlackState, args: Args): Json {
  const length = Number(args.text('length'));
  if (!Number.isInteger(length) || length < 0) throw new ApiRefusal('invalid_arguments');
  if (length === 0) throw new ApiRefusal('file_upload_size_zero');
  const id = state.files.begin(args.text('filename'), length);
  return { upload_url: `${state.origin}/upload/v1/${id}`, file_id: id };
}

export function completeUpload(state: SlackState, args: Args): Json {
  const given = args.json('files', 'invalid_arguments');
  if (!Array.isArray(given) || given.length === 0) throw new ApiRefusal('invalid_arguments');
  const channelId = args.optional('channel_id');
  const channel = channelId === undefined ? undefined : findChannel(channelId);
  if (channelId !== undefined && channel === undefined) throw new ApiRefusal('channel_not_found');
  const files = given.filter(isJson).map((entry): SharedFile => {
    const title = entry['title'];
    const file = state.files.complete(
      String(entry['id']),
      typeof title === 'string' ? title : undefined,
    );
    if (file === undefined) throw new ApiRefusal('file_not_found');
    return file;
  });
  if (channel !== undefined) {
    state.messages.add({
      channel: channel.id,
      user: bot.userId,
      text: args.optional('initial_comment') ?? '',
      threadTs: args.optional('thread_ts') ?? null,
      files,
    });
  }
  return { files: files.map((file) => apiFile(file, state.origin)) };
}
