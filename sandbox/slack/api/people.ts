import { bot, team } from '../ids.ts';
import { findUser, userGroups, users } from '../people.ts';
import type { SlackState } from '../state.ts';
import type { Json, User, UserGroup } from '../types.ts';
import type { Args } from './args.ts';
import { ApiRefusal } from './refusal.ts';

export function authTest(state: SlackState): Json {
  return {
    url: `${state.origin}/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.userId,
    bot_id: bot.botId,
    is_enterprise_install: false,
  };
}

function apiUser(user: User): Json {
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: false,
    real_name: user.realName,
    tz: 'Etc/UTC',
    tz_offset: 0,
    profile: { real_name: user.realName, display_name: user.name, team: user.teamId },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.kind === 'guest',
    is_ultra_restricted: false,
    is_bot: user.kind === 'bot',
    is_app_user: false,
    ...(user.kind === 'stranger' ? { is_stranger: true } : {}),
    updated: 1_750_000_000,
  };
}

export function userInfo(_state: SlackState, args: Args): Json {
  const user = findUser(args.text('user'));
  if (user === undefined) throw new ApiRefusal('user_not_found');
  return { user: apiUser(user) };
}

export function listUsers(): Json {
  return { members: users.map(apiUser), response_metadata: { next_cursor: '' } };
}

function apiGroup(group: UserGroup, withUsers: boolean): Json {
  return {
    id: group.id,
    team_id: team.id,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    description: '',
    is_external: false,
    date_delete: 0,
    user_count: group.users.length,
    ...(withUsers ? { users: group.users } : {}),
  };
}

export function listUserGroups(_state: SlackState, args: Args): Json {
  return { usergroups: userGroups.map((group) => apiGroup(group, args.flag('include_users'))) };
}

export function listUserGroupMembers(_state: SlackState, args: Args): Json {
  const id = args.text('usergroup');
  const group = userGroups.find((each) => each.id === id);
  if (group === undefined) throw new ApiRefusal('no_such_subteam');
  return { users: group.users };
}
