import type { WebClient } from '@slack/web-api';
import { type Instant, MINUTE, SECOND } from '../domain/time.ts';
import type { Account, ChannelFacts, Lookup } from '../operations/authorise.ts';
import { slackErrorName } from './send-result.ts';

/** What Slack says of people, channels and groups. */
export interface Directory {
  account(userId: string, wish: Freshness): Promise<Lookup<Account>>;
  channel(channelId: string, wish: Freshness): Promise<Lookup<SlackChannel>>;
  members(groupId: string, wish: Freshness): Promise<Lookup<ReadonlySet<string>>>;
}

export interface GroupDirectory extends Directory {
  /** What the workspace calls its user groups, by id: `hart-approvers`. Rejects when Slack does not say. */
  handles(): Promise<ReadonlyMap<string, string>>;
}

export interface SlackChannel extends ChannelFacts {
  /** hart is in it, so can post there. */
  readonly member: boolean;
}

/** `fresh` asks Slack anew: for whatever changes something. Reads may be a few minutes old. */
export type Freshness = 'fresh' | 'cached';

/** How old an answer may be for a read: groups longest, since Slack allows only some 20 of those look-ups a minute. */
const lifetimes = { account: MINUTE, channel: 5 * MINUTE, members: 3 * MINUTE };
/** A failure is not asked again at once, or a Slack in trouble gets more of it. */
const FAILED_FOR = 5 * SECOND;
const MOST_ENTRIES = 5000;

export function createDirectory(client: WebClient, now: () => Instant): GroupDirectory {
  const account = cache(now, lifetimes.account, async (id) =>
    toAccount(id, (await client.users.info({ user: id })).user),
  );
  const channel = cache(now, lifetimes.channel, async (id) =>
    toChannel(id, (await client.conversations.info({ channel: id })).channel),
  );
  const members = cache(now, lifetimes.members, async (id) => {
    const { users } = await client.usergroups.users.list({ usergroup: id });
    return users === undefined ? null : new Set(users);
  });
  return {
    account,
    channel,
    members,
    async handles() {
      const { usergroups = [] } = await client.usergroups.list();
      return new Map(
        usergroups.flatMap(({ id, handle }) =>
          id === undefined || handle === undefined ? [] : [[id, handle] as const],
        ),
      );
    },
  };
}

type SlackUser = Awaited<ReturnType<WebClient['users']['info']>>['user'];
type SlackConversation = Awaited<ReturnType<WebClient['conversations']['info']>>['channel'];

function toAccount(userId: string, user: SlackUser): Account | null {
  // Every fact is needed: one that is not there must not read as "no".
  if (user?.id === undefined || user.team_id === undefined) return null;
  if (user.is_bot === undefined && user.deleted !== true) return null;
  return {
    userId: user.id,
    teamId: user.team_id,
    deleted: user.deleted === true,
    bot: user.is_bot === true || user.is_workflow_bot === true || userId === 'USLACKBOT',
    guest: user.is_restricted === true || user.is_ultra_restricted === true,
    stranger: user.is_stranger === true,
  };
}

function toChannel(channelId: string, channel: SlackConversation): SlackChannel | null {
  if (channel?.id === undefined) return null;
  const shared =
    channel.is_ext_shared === true ||
    channel.is_pending_ext_shared === true ||
    (channel.is_shared === true && channel.is_org_shared !== true);
  return { channelId, shared, member: channel.is_member === true || channel.is_im === true };
}

interface Entry<T> {
  readonly until: Instant;
  readonly answer: Promise<Lookup<T>>;
}

/** Remembers answers for a while; those who ask at once share one look-up. `null` from `ask` is a failed look-up. */
function cache<T>(
  now: () => Instant,
  lifetime: number,
  ask: (id: string) => Promise<T | null>,
): (id: string, wish: Freshness) => Promise<Lookup<T>> {
  const entries = new Map<string, Entry<T>>();
  return (id, wish) => {
    const known = entries.get(id);
    if (wish === 'cached' && known !== undefined && known.until > now()) return known.answer;
    if (entries.size >= MOST_ENTRIES) entries.clear();
    const answer = lookUp(id, ask);
    const entry = { until: now() + lifetime, answer };
    entries.set(id, entry);
    void shortenFailure(id, entry);
    return answer;
  };
  async function shortenFailure(id: string, entry: Entry<T>): Promise<void> {
    const { kind } = await entry.answer;
    if (kind === 'failed' && entries.get(id) === entry) {
      entries.set(id, { ...entry, until: now() + FAILED_FOR });
    }
  }
}

async function lookUp<T>(id: string, ask: (id: string) => Promise<T | null>): Promise<Lookup<T>> {
  try {
    const value = await ask(id);
    return value === null
      ? { kind: 'failed', why: 'Slack answered without the facts that are needed' }
      : { kind: 'found', value };
  } catch (error) {
    return { kind: 'failed', why: slackErrorName(error) };
  }
}
