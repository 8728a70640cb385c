import { bot } from '../../sandbox/slack/ids.ts';
import type { Role } from '../../src/domain/authority.ts';
import type { Authority } from '../../src/operations/authorise.ts';
import { sandboxAuthority } from '../fakes/fake-services.ts';

/** Who asks, from which channel, and what they hold. */
export interface Person {
  readonly name: string;
  readonly user: string;
  readonly roles: readonly Role[];
  readonly channel: string;
}

/** One role each, besides `viewer`, which all of them include. */
export const authority: Authority = {
  ...sandboxAuthority,
  roles: {
    viewer: { people: ['vera'], groups: [] },
    responder: { people: ['ben'], groups: [] },
    operator: { people: ['otto'], groups: [] },
    approver: { people: ['ada'], groups: [] },
    admin: { people: ['alma'], groups: [] },
  },
};
/** The same with one person forgotten: a member of the workspace whom nobody named. */
export const withoutVera: Authority = {
  ...authority,
  people: authority.people.filter(({ name }) => name !== 'vera'),
  roles: { ...authority.roles, viewer: { people: [], groups: [] } },
};

export const known: readonly Person[] = [
  { name: 'a viewer', user: 'UVIEWER', roles: ['viewer'], channel: 'COPS' },
  { name: 'a responder', user: 'UAPPROVER2', roles: ['viewer', 'responder'], channel: 'COPS' },
  { name: 'an operator', user: 'UOPERATOR', roles: ['viewer', 'operator'], channel: 'COPS' },
  { name: 'an approver', user: 'UAPPROVER1', roles: ['viewer', 'approver'], channel: 'COPS' },
  { name: 'an admin', user: 'UADMIN', roles: ['viewer', 'admin'], channel: 'COPS' },
  { name: 'a guest', user: 'UGUEST', roles: [], channel: 'COPS' },
  { name: 'someone outside', user: 'UOUTSIDER', roles: [], channel: 'COPS' },
  { name: 'a bot', user: bot.userId, roles: [], channel: 'COPS' },
  { name: 'nobody that Slack knows', user: 'UNOBODY', roles: [], channel: 'COPS' },
  { name: 'an operator in a shared channel', user: 'UOPERATOR', roles: [], channel: 'CSHARED' },
  { name: 'an approver in a shared channel', user: 'UAPPROVER1', roles: [], channel: 'CSHARED' },
];
export const unnamed: Person = {
  name: 'an unnamed member',
  user: 'UVIEWER',
  roles: [],
  channel: 'COPS',
};
