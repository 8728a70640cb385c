import {
  type Identity,
  type Permission,
  type Refusal,
  type Role,
  roles,
} from '../domain/authority.ts';

/** Who may do what, as configured. Nobody configured means nobody. */
export interface Authority {
  readonly teamId: string;
  /** A person and the Slack user ids that are this person. */
  readonly people: readonly { readonly name: string; readonly slack: readonly string[] }[];
  /** People by name, groups by Slack user group id. */
  readonly roles: Readonly<Partial<Record<Role, RoleHolders>>>;
  /** A group may give the approver role; otherwise only people listed by name may approve. */
  readonly approversFromGroup: boolean;
}

export interface RoleHolders {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

/** What was looked up, or why it could not be. */
export type Lookup<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'failed'; readonly why: string };

/** What Slack says of the user who asks. */
export interface Account {
  readonly userId: string;
  readonly teamId: string;
  readonly deleted: boolean;
  readonly bot: boolean;
  /** A guest of one or several channels. */
  readonly guest: boolean;
  /** Someone of another organisation. */
  readonly stranger: boolean;
}

/** What Slack says of the channel where it was asked. */
export interface ChannelFacts {
  readonly channelId: string;
  /** Shared with another organisation, or about to be. */
  readonly shared: boolean;
}

/** Everything that decides. Nothing here is looked up by this function, so that each entry point asks the same. */
export interface Request {
  /** Team and user id from Slack's envelope, never from a message's text. */
  readonly teamId: string;
  readonly userId: string;
  /** The role that the action wants. */
  readonly wanted: Role;
  /** What is asked for, in words for the refusal: `/hart test-alert`. */
  readonly action: string;
  /** Null: the action changes or reads nothing of an environment. */
  readonly environment: string | null;
  readonly authority: Authority;
  readonly account: Lookup<Account>;
  /** Null: asked where there is no channel, as in the Home tab. */
  readonly channel: Lookup<ChannelFacts> | null;
  /** The members of each configured group, by group id; one that is absent counts as failed. */
  readonly groups: ReadonlyMap<string, Lookup<ReadonlySet<string>>>;
}

/**
 * The one answer to "may they?", for commands, buttons, dialogs and the Home tab alike. Fails closed: what could not be
 * looked up is refused, and nobody configured means nobody (safety rules S40 to S42).
 */
export function authorise(request: Request): Permission | Refusal {
  return refuseTheAccount(request) ?? refuseTheChannel(request) ?? decideByRole(request);
}

/** Who this user is and which roles they hold, with the reason for each. Says nothing about guests and bots. */
export function identify(
  request: Pick<Request, 'teamId' | 'userId' | 'authority' | 'groups'>,
): Identity {
  const { authority, teamId, userId } = request;
  const person = authority.people.find(({ slack }) => slack.includes(userId))?.name ?? null;
  const because: Partial<Record<Role, string>> = {};
  if (teamId === authority.teamId) {
    for (const role of roles) {
      const reason = reasonFor(role, person, request);
      if (reason !== null) because[role] = reason;
    }
    const first = roles.find((role) => because[role] !== undefined);
    if (first !== undefined) because.viewer ??= `every ${first} may read`;
  }
  return { teamId, userId, person, roles: roles.filter((role) => because[role]), because };
}

function reasonFor(
  role: Role,
  person: string | null,
  { authority, userId, groups }: Pick<Request, 'userId' | 'authority' | 'groups'>,
): string | null {
  const holders = authority.roles[role];
  if (person !== null && holders?.people.includes(person)) return `listed in roles.${role}`;
  if (!groupsMayGive(role, authority)) return null;
  for (const id of holders?.groups ?? []) {
    const members = groups.get(id);
    if (members?.kind === 'found' && members.value.has(userId)) return `member of group ${id}`;
  }
  return null;
}

function groupsMayGive(role: Role, authority: Authority): boolean {
  return role !== 'approver' || authority.approversFromGroup;
}

function refusal(rule: string, message: string, hint: string): Refusal {
  return { kind: 'refusal', rule, message, hint };
}

function refuseTheAccount({ teamId, userId, authority, account }: Request): Refusal | null {
  if (teamId === '' || userId === '' || teamId !== authority.teamId) {
    return refusal(
      'foreign-team',
      'hart answers members of its own Slack workspace only.',
      'Ask a member of that workspace.',
    );
  }
  if (account.kind === 'failed') {
    return refusal(
      'account-unknown',
      'Slack did not say who you are, so hart refuses.',
      `Try again in a minute. If it stays so, an admin should look at hart's log: ${account.why}.`,
    );
  }
  const found = account.value;
  if (found.userId !== userId || found.teamId !== teamId || found.stranger) {
    return refusal(
      'stranger',
      'Your account belongs to another organisation.',
      'Ask a member of this workspace.',
    );
  }
  if (found.deleted) {
    return refusal('deactivated', 'This account is deactivated.', 'Ask an admin of the workspace.');
  }
  if (found.bot) {
    return refusal('bot', 'hart takes no orders from bots and apps.', 'Ask with your own account.');
  }
  if (found.guest) {
    return refusal(
      'guest',
      'Guests of this workspace may not use hart.',
      'Ask a full member to look for you.',
    );
  }
  return null;
}

function refuseTheChannel({ channel }: Request): Refusal | null {
  if (channel === null) return null;
  if (channel.kind === 'failed') {
    return refusal(
      'channel-unknown',
      'hart cannot see this conversation, so it cannot tell whether outsiders read it.',
      `Ask in the ops channel, or invite hart here. Slack said: ${channel.why}.`,
    );
  }
  if (channel.value.shared) {
    return refusal(
      'shared-channel',
      'This channel is shared with another organisation.',
      'Ask in the ops channel, or in a channel of this workspace alone.',
    );
  }
  return null;
}

function decideByRole(request: Request): Permission | Refusal {
  const { authority, wanted, action, groups } = request;
  const identity = identify(request);
  if (wanted !== 'viewer' && identity.person === null) {
    return refusal(
      'no-person',
      `${action} changes something, and hart does not know which person you are.`,
      `An admin adds your user id ${identity.userId} to a person under \`people\` in hart.yml.`,
    );
  }
  if (identity.roles.includes(wanted)) return { kind: 'permission', identity };
  const givers = wanted === 'viewer' ? roles : [wanted];
  const failed = givers
    .filter((role) => groupsMayGive(role, authority))
    .flatMap((role) => authority.roles[role]?.groups ?? [])
    .find((id) => groups.get(id)?.kind !== 'found');
  if (failed !== undefined) {
    const lookup = groups.get(failed);
    return refusal(
      'group-unknown',
      `The members of the group ${failed} could not be looked up, so hart refuses.`,
      `Try again in a minute. Slack said: ${lookup?.kind === 'failed' ? lookup.why : 'nothing'}.`,
    );
  }
  return refuseForLackOf(wanted, identity, authority, action);
}

function refuseForLackOf(
  wanted: Role,
  identity: Identity,
  authority: Authority,
  action: string,
): Refusal {
  const holders = authority.roles[wanted];
  const groups = groupsMayGive(wanted, authority) ? (holders?.groups ?? []) : [];
  const people = (holders?.people ?? []).filter((name) =>
    authority.people.some((person) => person.name === name && person.slack.length > 0),
  );
  if (people.length === 0 && groups.length === 0 && wanted !== 'viewer') {
    return refusal(
      'role-empty',
      `Nobody can do that: the role *${wanted}* is empty in \`hart.yml\`.`,
      `An admin names people under \`roles.${wanted}\` and restarts hart.`,
    );
  }
  const held = identity.roles.length === 0 ? 'no role' : identity.roles.join(', ');
  const who = [...people, ...groups.map((id) => `members of ${id}`)].join(', ');
  return refusal(
    'role-missing',
    `${action} needs the role *${wanted}*; you hold ${held}.`,
    wanted === 'viewer' || who === ''
      ? `An admin names you (user id ${identity.userId}) under \`people\` and \`roles.${wanted}\` in \`hart.yml\`.`
      : `Those who may: ${who}.`,
  );
}
