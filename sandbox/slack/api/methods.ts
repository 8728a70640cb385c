import type { SlackState } from '../state.ts';
import type { Json } from '../types.ts';
import type { Args } from './args.ts';
import { validateBlocks } from './blocks.ts';
import { deleteMessage, getPermalink, postEphemeral, postMessage, updateMessage } from './chat.ts';
import {
  conversationHistory,
  conversationInfo,
  conversationReplies,
  listConversations,
  openConversation,
} from './conversations.ts';
import { completeUpload, getUploadUrl } from './files.ts';
import { authTest, listUserGroupMembers, listUserGroups, listUsers, userInfo } from './people.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { openView, publishView, pushView, updateView } from './views.ts';

export interface Method {
  readonly call: (state: SlackState, args: Args) => Json;
  /** The scope that the bot's token needs; null: none. */
  readonly scope: string | null;
  /** Calls a minute; `post`: one a second and channel. */
  readonly rate: number | 'post';
}

/** Slack's tiers, in calls a minute. */
const tier2 = 20;
const tier3 = 50;
const tier4 = 100;

function method(call: Method['call'], scope: string | null, rate: Method['rate']): Method {
  return { call, scope, rate };
}

/** Every Web API method that a bot token can call here. `apps.connections.open` is the socket's. */
export const methods: Readonly<Record<string, Method>> = {
  'auth.test': method(authTest, null, 1000),
  'blocks.validate': method(validateBlocks, null, tier4),
  'chat.postMessage': method(postMessage, 'chat:write', 'post'),
  'chat.update': method(updateMessage, 'chat:write', tier3),
  'chat.delete': method(deleteMessage, 'chat:write', tier3),
  'chat.postEphemeral': method(postEphemeral, 'chat:write', tier4),
  'chat.getPermalink': method(getPermalink, null, 1000),
  'conversations.open': method(openConversation, 'im:write', tier3),
  'conversations.info': method(conversationInfo, 'channels:read', tier3),
  'conversations.history': method(conversationHistory, 'channels:history', tier3),
  'conversations.replies': method(conversationReplies, 'channels:history', tier3),
  'conversations.list': method(listConversations, 'channels:read', tier2),
  'files.getUploadURLExternal': method(getUploadUrl, 'files:write', tier4),
  'files.completeUploadExternal': method(completeUpload, 'files:write', tier4),
  'reactions.add': method(addReaction, 'reactions:write', tier3),
  'reactions.remove': method(removeReaction, 'reactions:write', tier2),
  'usergroups.list': method(listUserGroups, 'usergroups:read', tier2),
  'usergroups.users.list': method(listUserGroupMembers, 'usergroups:read', tier2),
  'users.info': method(userInfo, 'users:read', tier4),
  'users.list': method(listUsers, 'users:read', tier2),
  'views.open': method(openView, null, tier4),
  'views.push': method(pushView, null, tier4),
  'views.update': method(updateView, null, tier4),
  'views.publish': method(publishView, null, tier4),
};

/** What the sandbox's bot token may do, unless a test takes some away. */
export const allScopes: readonly string[] = [
  'commands',
  ...new Set(Object.values(methods).flatMap(({ scope }) => (scope === null ? [] : [scope]))),
  'groups:read',
  'groups:history',
  'app_mentions:read',
];
