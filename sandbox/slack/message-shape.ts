import { bot, team } from './ids.ts';
import type { Json, Message, SharedFile } from './types.ts';

/** A message as Slack's API shows it. Metadata only where it was asked for. */
export function apiMessage(
  message: Message,
  replies: readonly Message[],
  withMetadata: boolean,
): Json {
  const { text, user, ts, blocks, attachments, metadata, edited } = message;
  const alive = replies.filter((reply) => !reply.deleted);
  return {
    type: 'message',
    ...(message.deleted ? { subtype: 'tombstone', hidden: true } : {}),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.deleted ? 'USLACKBOT' : user,
    ts,
    text: message.deleted ? 'This message was deleted.' : text,
    team: team.id,
    ...(message.botId === null
      ? {}
      : {
          bot_id: message.botId,
          app_id: bot.appId,
          bot_profile: {
            id: bot.botId,
            app_id: bot.appId,
            name: bot.name,
            deleted: false,
            team_id: team.id,
          },
        }),
    ...(blocks.length === 0 ? {} : { blocks }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(edited === null ? {} : { edited }),
    ...(message.threadTs === null ? threadFields(message, alive) : { thread_ts: message.threadTs }),
    ...(message.threadTs === null ? {} : { parent_user_id: bot.userId }),
    ...(message.reactions.length === 0
      ? {}
      : {
          reactions: message.reactions.map(({ name, users }) => ({
            name,
            users,
            count: users.length,
          })),
        }),
    ...(message.files.length === 0
      ? {}
      : { files: message.files.map((file) => apiFile(file, '')) }),
    ...(withMetadata && metadata !== null ? { metadata } : {}),
  };
}

function threadFields(message: Message, replies: readonly Message[]): Json {
  if (replies.length === 0) return {};
  const repliers = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: repliers,
    reply_users_count: repliers.length,
    latest_reply: replies.at(-1)?.ts,
  };
}

export function apiFile(file: SharedFile, origin: string): Json {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    size: file.size,
    mode: 'hosted',
    url_private: `${origin}/files-pri/${file.id}`,
    permalink: `${origin}/files/${file.id}`,
  };
}
