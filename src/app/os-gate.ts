import type { Permission, Refusal, Role } from '../domain/authority.ts';
import { type Authority, authorise, type Lookup, type OsUser } from '../operations/authorise.ts';
import { groupIdsOf } from '../operations/role-holders.ts';
import type { Directory } from '../slack/directory.ts';

export interface OsQuestion {
  readonly os: OsUser;
  readonly wanted: Role;
  readonly action: string;
  readonly environment: string | null;
}

/** Lets the one authorisation decide on a user of the bot's machine, with the groups of Slack looked up anew. */
export async function askAboutOsUser(
  question: OsQuestion,
  authority: Authority,
  directory: Directory,
): Promise<Permission | Refusal> {
  const ids = groupIdsOf(authority);
  const groups = await Promise.all(
    ids.map(
      async (id): Promise<readonly [string, Lookup<ReadonlySet<string>>]> => [
        id,
        await directory.members(id, 'fresh'),
      ],
    ),
  );
  return authorise({ ...question, authority, groups: new Map(groups) });
}
