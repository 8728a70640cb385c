import {
  groupName,
  type Identity,
  type Permission,
  type Refusal,
  type Role,
  refuse,
  roles,
} from '../domain/authority.ts';
import { groupsMayGive, holdersOf, type RolesByPlace } from './role-holders.ts';

/** Who may do what, as configured. Nobody configured means nobody. */
export interface Authority extends RolesByPlace {
  readonly teamId: string;
  /** A person and the identities that are this person (safety rule S40). */
  readonly people: readonly {
    readonly name: string;
    readonly slack: readonly string[];
    /** Names of operating-system users of the bot's machine. */
    readonly os: readonly string[];
  }[];
  /** What Slack calls a group, `dbas`; null while it has not said so. */
  readonly groupHandle?: (id: string) => string | null;
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

/** What every surface asks with. Nothing here is looked up by this function, so that each entry point asks the same. */
interface Question {
  /** The role that the action wants. */
  readonly wanted: Role;
  /** What is asked for, in words for the refusal: `/hart test-alert`. */
  readonly action: string;
  /**
   * Where the role must be held. Null: where is not known yet, or it is nowhere; then any place suffices, and whoever
   * learns of the place asks again.
   */
  readonly environment: string | null;
  readonly authority: Authority;
  /** The members of each configured group, by group id; one that is absent counts as failed. */
  readonly groups: ReadonlyMap<string, Lookup<ReadonlySet<string>>>;
}

/** Asked in Slack. */
export interface SlackRequest extends Question {
  /** Team and user id from Slack's envelope, never from a message's text. */
  readonly teamId: string;
  readonly userId: string;
  readonly account: Lookup<Account>;
  /** Null: asked where there is no channel, as in the Home tab. */
  readonly channel: Lookup<ChannelFacts> | null;
}

/** A user of the bot's machine, as its kernel names them. */
export interface OsUser {
  readonly uid: number;
  readonly name: string;
  /** The user as whom the bot runs: whoever is it could write the bot's store. */
  readonly isService: boolean;
}

/** Asked on the command line. */
export interface OsRequest extends Question {
  readonly os: OsUser;
}

/** Everything that decides. */
export type Request = SlackRequest | OsRequest;

/**
 * The one answer to "may they?", for commands, buttons, dialogs, the Home tab and the command line alike. Fails closed:
 * what could not be looked up is refused, and nobody configured means nobody (safety rules S40 to S42, S45).
 */
export function authorise(request: Request): Permission | Refusal {
  if ('os' in request)
    return refuseTheOsUser(request) ?? decideByRole(request, osIdentity(request));
  return (
    refuseTheAccount(request) ??
    refuseTheChannel(request) ??
    decideByRole(request, identify(request))
  );
}

/** Who this user is and which roles they hold, with the reason for each. Says nothing about guests and bots. */
export function identify(
  request: Pick<SlackRequest, 'teamId' | 'userId' | 'authority' | 'groups'> &
    Partial<Pick<SlackRequest, 'environment'>>,
): Identity {
  const { authority, teamId, userId } = request;
  const person = authority.people.find(({ slack }) => slack.includes(userId))?.name ?? null;
  const because = teamId === authority.teamId ? reasonsFor(person, [userId], request) : {};
  return { teamId, userId, person, roles: roles.filter((role) => because[role]), because };
}

/** The same for a user of the bot's machine: the roles of the person that they are. */
function osIdentity({ os, authority, groups, environment }: OsRequest): Identity {
  const found = authority.people.find((person) => person.os.includes(os.name));
  const question = { authority, groups, environment };
  const because = found === undefined ? {} : reasonsFor(found.name, found.slack, question);
  const held = roles.filter((role) => because[role]);
  return { teamId: 'os', userId: os.name, person: found?.name ?? null, roles: held, because };
}

function reasonsFor(
  person: string | null,
  userIds: readonly string[],
  question: Asked,
): Partial<Record<Role, string>> {
  const because: Partial<Record<Role, string>> = {};
  for (const role of roles) {
    const reason = reasonFor(role, person, userIds, question);
    if (reason !== null) because[role] = reason;
  }
  // Reading is the same everywhere: who holds a role in one environment may read the others too.
  const first = roles.find(
    (role) =>
      because[role] !== undefined ||
      reasonFor(role, person, userIds, { ...question, environment: null }) !== null,
  );
  if (first !== undefined) because.viewer ??= `every ${first} may read`;
  return because;
}

function reasonFor(
  role: Role,
  person: string | null,
  userIds: readonly string[],
  { authority, groups, environment = null }: Asked,
): string | null {
  for (const { path, people, groups: ids } of holdersOf(role, environment, authority)) {
    if (person !== null && people.includes(person)) return `listed in ${path}`;
    if (!groupsMayGive(role, authority)) continue;
    for (const id of ids) {
      const members = groups.get(id);
      if (members?.kind === 'found' && userIds.some((userId) => members.value.has(userId)))
        return `member of ${calledBy(authority, id)}`;
    }
  }
  return null;
}

type Asked = Pick<Question, 'authority' | 'groups'> & Partial<Pick<Question, 'environment'>>;

function calledBy({ groupHandle }: Authority, id: string): string {
  return groupName(id, groupHandle?.(id) ?? null);
}

function refuseTheAccount({ teamId, userId, authority, account }: SlackRequest): Refusal | null {
  if (teamId === '' || userId === '' || teamId !== authority.teamId) {
    return refuse(
      'foreign-team',
      'hart answers members of its own Slack workspace only.',
      'Ask a member of that workspace.',
    );
  }
  if (account.kind === 'failed') {
    return refuse(
      'account-unknown',
      'Slack did not say who you are, so hart refuses.',
      `Try again in a minute. If it stays so, an admin should look at hart's log: ${account.why}.`,
    );
  }
  const found = account.value;
  if (found.userId !== userId || found.teamId !== teamId || found.stranger) {
    return refuse(
      'stranger',
      'Your account belongs to another organisation.',
      'Ask a member of this workspace.',
    );
  }
  if (found.deleted) {
    return refuse('deactivated', 'This account is deactivated.', 'Ask an admin of the workspace.');
  }
  if (found.bot) {
    return refuse('bot', 'hart takes no orders from bots and apps.', 'Ask with your own account.');
  }
  if (found.guest) {
    return refuse(
      'guest',
      'Guests of this workspace may not use hart.',
      'Ask a full member to look for you.',
    );
  }
  return null;
}

function refuseTheChannel({ channel }: SlackRequest): Refusal | null {
  if (channel === null) return null;
  if (channel.kind === 'failed') {
    return refuse(
      'channel-unknown',
      'hart cannot see this conversation, so it cannot tell whether outsiders read it.',
      `Ask in the ops channel, or invite hart here. Slack said: ${channel.why}.`,
    );
  }
  if (channel.value.shared) {
    return refuse(
      'shared-channel',
      'This channel is shared with another organisation.',
      'Ask in the ops channel, or in a channel of this workspace alone.',
    );
  }
  return null;
}

function refuseTheOsUser({ os, action }: OsRequest): Refusal | null {
  if (os.uid !== 0 && !os.isService) return null;
  return refuse(
    os.uid === 0 ? 'root' : 'service-account',
    `${action}: ${os.name} is nobody to hart, since many can become ${os.name}.`,
    'Ask as yourself: a user of this machine that `people.<name>.os` in hart.yml names.',
  );
}

function decideByRole(question: Question, identity: Identity): Permission | Refusal {
  const { authority, wanted, action, groups, environment } = question;
  if (wanted !== 'viewer' && identity.person === null) {
    return refuse(
      'no-person',
      `${action} changes something, and hart does not know which person you are.`,
      `An admin adds ${known(identity)} to a person under \`people\` in hart.yml.`,
    );
  }
  if (identity.roles.includes(wanted)) return { kind: 'permission', identity };
  const givers = wanted === 'viewer' ? roles : [wanted];
  const failed = givers
    .filter((role) => groupsMayGive(role, authority))
    .flatMap((role) => holdersOf(role, environment, authority))
    .flatMap((holders) => holders.groups)
    .find((id) => groups.get(id)?.kind !== 'found');
  if (failed !== undefined) {
    const lookup = groups.get(failed);
    return refuse(
      'group-unknown',
      `The members of ${calledBy(authority, failed)} could not be looked up, so hart refuses.`,
      `Try again in a minute. Slack said: ${lookup?.kind === 'failed' ? lookup.why : 'nothing'}.`,
    );
  }
  return refuseForLackOf(question, identity);
}

function known({ teamId, userId }: Identity): string {
  return teamId === 'os' ? `your user name ${userId} (\`os\`)` : `your user id ${userId}`;
}

function refuseForLackOf(
  { wanted, authority, action, environment }: Question,
  identity: Identity,
): Refusal {
  const holders = holdersOf(wanted, environment, authority);
  const path = holders.length === 1 ? (holders[0]?.path ?? '') : `roles.${wanted}`;
  const groups = groupsMayGive(wanted, authority) ? holders.flatMap((each) => each.groups) : [];
  const people = [...new Set(holders.flatMap((each) => each.people))].filter((name) =>
    authority.people.some(
      (person) => person.name === name && person.slack.length + person.os.length > 0,
    ),
  );
  if (people.length === 0 && groups.length === 0 && wanted !== 'viewer') {
    return refuse(
      'role-empty',
      `Nobody can do that: the role *${wanted}* is empty in \`hart.yml\`.`,
      `An admin names people under \`${path}\` and restarts hart.`,
    );
  }
  const held = identity.roles.length === 0 ? 'no role' : identity.roles.join(', ');
  const who = [...people, ...groups.map((id) => `members of ${calledBy(authority, id)}`)].join(
    ', ',
  );
  return refuse(
    'role-missing',
    `${action.startsWith('/') ? `\`${action}\`` : action} needs the role *${wanted}*; you hold ${held}.`,
    wanted === 'viewer' || who === ''
      ? `An admin names you (${known(identity)}) under \`people\` and \`${path}\` in \`hart.yml\`.`
      : `Those who may: ${who}.`,
  );
}
