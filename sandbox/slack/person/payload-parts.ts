import { bot, otherTeamId, team } from '../ids.ts';
import { findChannel, findUser } from '../people.ts';
import type { Channel, Message, User } from '../types.ts';
import { PersonRefusal } from './refusal.ts';

/** The deprecated verification token, which every payload still carries. */
export const verificationToken = 'sandbox-verification-token';

export function personOf(id: string): User {
  const user = findUser(id);
  if (user === undefined || user.kind === 'bot')
    throw new PersonRefusal(404, `there is no person ${id}`);
  return user;
}

/** The conversation, if this person is in it. */
export function placeOf(user: User, id: string): Channel {
  const channel = findChannel(id);
  if (channel === undefined) throw new PersonRefusal(404, `there is no conversation ${id}`);
  if (!channel.members.includes(user.id))
    throw new PersonRefusal(403, `${user.id} is not in ${channel.id}`);
  return channel;
}

export function canSee(user: User, message: Message): boolean {
  return message.ephemeralFor === null || message.ephemeralFor === user.id;
}

/** The workspace that the person acts from: for a stranger it is their own. */
export function teamOf(user: User): { id: string; domain: string } {
  return user.teamId === otherTeamId
    ? { id: otherTeamId, domain: 'outside' }
    : { id: team.id, domain: team.domain };
}

export function channelName(channel: Channel): string {
  return channel.kind === 'im' ? 'directmessage' : channel.name;
}

/** What every interactive payload says. */
export function actor(user: User) {
  return {
    team: teamOf(user),
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: bot.appId,
    token: verificationToken,
    is_enterprise_install: false,
  };
}
