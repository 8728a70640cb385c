import type { Permission, Refusal, Role } from '../domain/authority.ts';
import { type Authority, authorise, type Lookup } from '../operations/authorise.ts';
import { groupIdsOf } from '../operations/role-holders.ts';
import type { Directory, Freshness } from './directory.ts';

/** Someone asks for something, somewhere. */
export interface GateQuestion {
  readonly teamId: string;
  readonly userId: string;
  /** Null: the Home tab. */
  readonly channelId: string | null;
  readonly wanted: Role;
  readonly action: string;
  readonly environment: string | null;
  readonly wish: Freshness;
}

export type Gate = (question: GateQuestion) => Promise<Permission | Refusal>;

/** Looks up what `authorise` needs, all at once, and lets it decide. Every way in passes here. */
export function createGate(authority: Authority, directory: Directory): Gate {
  const groupIds = groupIdsOf(authority);
  return async (question) => {
    const { userId, channelId, wish } = question;
    const [account, channel, groups] = await Promise.all([
      directory.account(userId, wish),
      channelId === null ? null : directory.channel(channelId, wish),
      lookUpGroups(groupIds, directory, wish),
    ]);
    return authorise({ ...question, authority, account, channel, groups });
  };
}

async function lookUpGroups(
  ids: readonly string[],
  directory: Directory,
  wish: Freshness,
): Promise<ReadonlyMap<string, Lookup<ReadonlySet<string>>>> {
  const found = await Promise.all(
    ids.map(async (id) => [id, await directory.members(id, wish)] as const),
  );
  return new Map(found);
}
