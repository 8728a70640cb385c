import { bot, otherTeamId, team } from './ids.ts';
import type { Channel, User, UserGroup } from './types.ts';

export const users: readonly User[] = [
  { id: 'UVIEWER', name: 'vera', realName: 'Vera (viewer)', teamId: team.id, kind: 'member' },
  { id: 'UOPERATOR', name: 'otto', realName: 'Otto (operator)', teamId: team.id, kind: 'member' },
  { id: 'UAPPROVER1', name: 'ada', realName: 'Ada (approver)', teamId: team.id, kind: 'member' },
  { id: 'UAPPROVER2', name: 'ben', realName: 'Ben (approver)', teamId: team.id, kind: 'member' },
  { id: 'UADMIN', name: 'alma', realName: 'Alma (admin)', teamId: team.id, kind: 'member' },
  { id: 'UGUEST', name: 'gus', realName: 'Gus (guest)', teamId: team.id, kind: 'guest' },
  {
    id: 'UOUTSIDER',
    name: 'olga',
    realName: 'Olga (outside)',
    teamId: otherTeamId,
    kind: 'stranger',
  },
  { id: bot.userId, name: bot.name, realName: 'hart SANDBOX', teamId: team.id, kind: 'bot' },
];

const people = users.filter((user) => user.kind !== 'bot').map((user) => user.id);
const staff = users.filter((user) => user.kind === 'member').map((user) => user.id);

/**
 * The ops channel has the guest and the outsider in it, without being marked as shared: so that what they try reaches
 * the bot and has to be refused there. `CSHARED` is the one that says it is shared.
 */
export const channels: readonly Channel[] = [
  { id: 'COPS', name: 'ops', kind: 'channel', members: [...people, bot.userId], shared: false },
  { id: 'CAUDIT', name: 'audit', kind: 'channel', members: [...staff, bot.userId], shared: false },
  {
    id: 'CSHARED',
    name: 'partners',
    kind: 'channel',
    members: [...people, bot.userId],
    shared: true,
  },
  ...people.map(
    (user): Channel => ({
      id: `D${user}`,
      name: `dm-${user}`,
      kind: 'im',
      members: [user, bot.userId],
      shared: false,
    }),
  ),
];

export const userGroups: readonly UserGroup[] = [
  {
    id: 'SDBA',
    handle: 'dba',
    name: 'Database administrators',
    users: ['UAPPROVER1', 'UAPPROVER2'],
  },
  { id: 'SONCALL', handle: 'oncall', name: 'On call', users: ['UOPERATOR'] },
];

export function findUser(id: string): User | undefined {
  return users.find((user) => user.id === id);
}

/** By id; a user's id stands for the conversation with them, as in Slack's chat methods. */
export function findChannel(id: string): Channel | undefined {
  return channels.find(
    (channel) => channel.id === id || (id.startsWith('U') && channel.id === `D${id}`),
  );
}
