import type { Logger } from '../domain/logger.ts';
import { DAY, type Duration, type Instant } from '../domain/time.ts';
import { groupIdsOf, type RolesByPlace } from '../operations/role-holders.ts';
import type { GroupDirectory } from '../slack/directory.ts';
import type { Store } from '../store/open-store.ts';

/** Who is in the groups that give roles, and since when hart has seen them there (safety rule S41). */
export interface GroupMembers {
  /**
   * Those of `members` whom hart has seen in the group for less than 24 h: whoever can edit a group of Slack does not get an
   * approval by it at once. Who joined and who left is audited.
   */
  newcomers(groupId: string, members: ReadonlySet<string>): Promise<ReadonlySet<string>>;
  /** `hart-approvers`; null while Slack has not said it. */
  handle(groupId: string): string | null;
  /** Looks at every group of the roles, so that time counts from when someone joined. What Slack does not say waits. */
  look(): Promise<void>;
}

/** How long someone must have been seen in a group before it lets them approve. */
const settlesIn: Duration = DAY;
const kind = 'group-members';
/** Groups are of the workspace, not of an environment. */
const everywhere = '';

export function createGroupMembers(parts: {
  readonly authority: Pick<RolesByPlace, 'roles' | 'rolesIn'>;
  readonly directory: Pick<GroupDirectory, 'members' | 'handles'>;
  readonly store: Pick<Store, 'records' | 'audit' | 'transaction' | 'clock'>;
  readonly log: Logger;
}): GroupMembers {
  const { authority, directory, store, log } = parts;
  let known: ReadonlyMap<string, string> = new Map();
  const groups = new Set(groupIdsOf(authority));

  /** Since when each is there; someone who left and came back is new. */
  async function note(
    group: string,
    members: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, Instant>> {
    const { at } = await store.clock.tick();
    return store.transaction(async () => {
      const kept = await store.records.one(kind, everywhere, group);
      const before: Readonly<Record<string, Instant>> = kept === null ? {} : JSON.parse(kept);
      const since = new Map(
        [...members].toSorted().map((member) => [member, before[member] ?? at] as const),
      );
      const joined = [...since.keys()].filter((member) => before[member] === undefined);
      const left = Object.keys(before).filter((member) => !members.has(member));
      if (kept !== null && joined.length + left.length === 0) return since;
      const json = JSON.stringify(Object.fromEntries(since));
      await store.records.apply(kind, everywhere, { put: [{ id: group, json }] });
      await store.audit.append({
        at,
        actor: 'bot',
        person: null,
        action: 'group-members',
        environment: null,
        outcome: 'done',
        detail: {
          group,
          first: kept === null,
          joined: joined.join(', '),
          left: left.join(', '),
        },
      });
      return since;
    });
  }

  return {
    async newcomers(group, members) {
      const since = await note(group, members);
      const { at } = await store.clock.tick();
      return new Set(
        [...since].filter(([, seen]) => at - seen < settlesIn).map(([member]) => member),
      );
    },

    handle: (group) => known.get(group) ?? null,

    async look() {
      if (groups.size > 0)
        known = await directory.handles().catch((err: unknown) => {
          log.warn({ err }, 'What groups are called could not be looked up');
          return known;
        });
      for (const group of groups) {
        const found = await directory.members(group, 'fresh');
        if (found.kind === 'found') await note(group, found.value);
        else log.warn({ group, why: found.why }, 'The members of a group could not be looked up');
      }
    },
  };
}
