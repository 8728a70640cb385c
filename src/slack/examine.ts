import type { WebClient } from '@slack/web-api';
import type { Finding } from '../domain/finding.ts';
import { groupIdsOf } from '../operations/role-holders.ts';
import { slackErrorName } from './send-result.ts';
import type { SlackFacts } from './services.ts';

/** What the manifest asks for; without one of them the named thing does not work. */
const scopes: Readonly<Record<string, string>> = {
  commands: 'the command /hart',
  'chat:write': 'every message',
  'files:write': 'the exported timeline of an incident',
  'users:read': 'recognising who asks',
  'channels:read': 'recognising public channels',
  'groups:read': 'recognising private channels',
  'channels:history': 'finding a message again after a lost answer, in public channels',
  'groups:history': 'finding a message again after a lost answer, in private channels',
};
const groupScope = 'usergroups:read';
/** Without these everything else works. */
const spared = /:history$|^files:write$/;

/**
 * Looks whether the token, its scopes, the channels and the groups are as the configuration needs them.
 *
 * @param sendMessage post one message into each ops channel, and take it back
 */
export async function examineSlack(
  client: WebClient,
  facts: SlackFacts,
  sendMessage: boolean,
): Promise<Finding[]> {
  const token = await examineToken(client, facts);
  if (token.some(({ state }) => state === 'fault')) return token;
  const { environments, authority } = facts;
  const channels = [
    ...new Set(environments.flatMap(({ channels: { ops, audit } }) => [ops, audit])),
  ];
  const groups = [
    ...groupIdsOf(authority),
    ...(facts.onCall.group === null ? [] : [facts.onCall.group]),
  ];
  const found = await Promise.all([
    ...channels.map((channel) => examineChannel(client, channel)),
    ...groups.map((group) => examineGroup(client, group)),
    ...(sendMessage
      ? environments.map(({ channels: { ops } }) => sendTestMessage(client, ops))
      : []),
  ]);
  return [...token, ...found];
}

async function examineToken(client: WebClient, { authority }: SlackFacts): Promise<Finding[]> {
  const subject = 'Slack token';
  try {
    const { team_id: team, response_metadata: metadata } = await client.auth.test();
    if (team !== authority.teamId)
      return [
        {
          subject,
          state: 'fault',
          detail: `belongs to team ${team ?? 'unknown'}, the configuration says ${authority.teamId}`,
          hint: 'Put the right id into slack.teamId, or the right token into SLACK_BOT_TOKEN.',
        },
      ];
    const held = metadata?.scopes;
    const wanted = usesGroups(authority) ? { ...scopes, [groupScope]: 'user groups' } : scopes;
    const missing =
      held === undefined ? [] : Object.entries(wanted).filter(([scope]) => !held.includes(scope));
    return [
      { subject, state: 'ok', detail: `valid for team ${team}`, hint: '' },
      ...missing.map(
        ([scope, purpose]): Finding => ({
          subject: `Slack scope ${scope}`,
          state: spared.test(scope) ? 'warning' : 'fault',
          detail: `is missing: ${purpose} will not work`,
          hint: 'Add it to the app (see manifest.yml) and install the app again.',
        }),
      ),
    ];
  } catch (error) {
    const name = slackErrorName(error);
    return [
      {
        subject,
        state: 'fault',
        detail: `Slack refuses it: ${name}`,
        hint: /invalid_auth|not_authed|revoked/.test(name)
          ? 'Take the bot token (xoxb-…) from "OAuth & Permissions" of the app.'
          : 'Check that this machine reaches slack.com.',
      },
    ];
  }
}

/** Whether a socket could be opened: the client's token is the app's, and the address that Slack gives is let go unused. */
export async function examineAppToken(client: WebClient): Promise<Finding> {
  const subject = 'Slack app token';
  try {
    await client.apps.connections.open();
    return { subject, state: 'ok', detail: 'opens sockets', hint: '' };
  } catch (error) {
    return {
      subject,
      state: 'fault',
      detail: `Slack refuses it: ${slackErrorName(error)}`,
      hint: 'Take the app-level token (xapp-…), with the scope connections:write, from "Basic Information" of the app.',
    };
  }
}

function usesGroups(authority: SlackFacts['authority']): boolean {
  return groupIdsOf(authority).length > 0;
}

async function examineChannel(client: WebClient, id: string): Promise<Finding> {
  const subject = `channel ${id}`;
  try {
    const { channel } = await client.conversations.info({ channel: id });
    if (channel?.is_archived === true)
      return {
        subject,
        state: 'fault',
        detail: 'is archived',
        hint: 'Unarchive it or name another one.',
      };
    if (channel?.is_ext_shared === true)
      return {
        subject,
        state: 'fault',
        detail: 'is shared with another organisation',
        hint: 'Name a channel of your own: hart refuses to work in shared ones.',
      };
    return channel?.is_member === true
      ? { subject, state: 'ok', detail: `hart is in #${channel.name ?? id}`, hint: '' }
      : {
          subject,
          state: 'fault',
          detail: 'hart is not in it',
          hint: 'Write /invite @hart there.',
        };
  } catch (error) {
    return {
      subject,
      state: 'fault',
      detail: `Slack says ${slackErrorName(error)}`,
      hint: "Take the channel's id from its details in Slack; invite @hart into a private channel.",
    };
  }
}

async function examineGroup(client: WebClient, id: string): Promise<Finding> {
  const subject = `user group ${id}`;
  try {
    const { users = [] } = await client.usergroups.users.list({ usergroup: id });
    return users.length > 0
      ? { subject, state: 'ok', detail: `${users.length} members`, hint: '' }
      : {
          subject,
          state: 'warning',
          detail: 'has no members',
          hint: 'Nobody holds a role through it.',
        };
  } catch (error) {
    return {
      subject,
      state: 'fault',
      detail: `Slack says ${slackErrorName(error)}`,
      hint: 'Check the id, the scope usergroups:read, and that the plan has user groups.',
    };
  }
}

async function sendTestMessage(client: WebClient, channel: string): Promise<Finding> {
  const subject = `message into ${channel}`;
  try {
    const text = 'A test by `hart doctor`: messages arrive here.';
    const { ts } = await client.chat.postMessage({ channel, text });
    if (ts !== undefined) await client.chat.delete({ channel, ts });
    return { subject, state: 'ok', detail: 'arrived, and was taken back', hint: '' };
  } catch (error) {
    return {
      subject,
      state: 'fault',
      detail: `Slack says ${slackErrorName(error)}`,
      hint: 'Write /invite @hart in the channel; see whether the scope chat:write is there.',
    };
  }
}
