import type { Refusal } from '../domain/authority.ts';
import type { MayStill } from '../operations/acting/ports.ts';
import type { Authority } from '../operations/authorise.ts';
import type { Directory } from '../slack/directory.ts';
import { createGate } from '../slack/gate.ts';
import type { SlackFacts } from '../slack/services.ts';
import type { GroupMembers } from './group-members.ts';
import { askAboutOsUser } from './os-gate.ts';

/**
 * Looks people up anew, without cache, at the click and at the start (safety rules S41 and S42). In Slack the ops channel
 * too: a dialog has no channel of its own, and what it changes is told there.
 */
export function createMayStill(
  { authority, environments }: Pick<SlackFacts, 'authority' | 'environments'>,
  directory: Directory,
  groups: Pick<GroupMembers, 'newcomers'>,
): MayStill {
  // People who approve what is critical are listed by name, whatever else a group may give.
  const byName: Authority = { ...authority, approversFromGroup: false };

  return async ({ actor, person }, wanted, environment, critical) => {
    const isApproval = wanted === 'approver';
    const rules = isApproval && critical ? byName : authority;
    const passedOver = new Set<string>();
    const looked =
      isApproval && rules.approversFromGroup
        ? withoutNewcomers(directory, groups, passedOver)
        : directory;
    const channels = environments.find(({ name }) => name === environment)?.channels;
    const question = { wanted, action: `To act as ${wanted}`, environment };
    const answer = await ask(actor, question, channels?.ops ?? null, rules, looked);
    if (answer.kind === 'refusal') {
      const isNew = identitiesOf(authority, person).some((id) => passedOver.has(id));
      return answer.rule === 'role-missing' && isNew ? tooNew : answer;
    }
    if (answer.identity.person === person) return null;
    return {
      kind: 'refusal',
      rule: 'S40',
      message: `${actor} is not ${person} any more.`,
      hint: 'An admin looks at `people` in hart.yml.',
    };
  };
}

const tooNew: Refusal = {
  kind: 'refusal',
  rule: 'S41',
  message:
    'A group lets only those approve whom hart has seen in it for 24 h, and you are new there.',
  hint: 'Ask someone else to approve, or an admin to list you under `roles.approver.people` in hart.yml.',
};

function ask(
  actor: string,
  question: {
    readonly wanted: 'operator' | 'approver';
    readonly action: string;
    readonly environment: string;
  },
  channelId: string | null,
  authority: Authority,
  directory: Directory,
) {
  const [, teamId, userId] = /^slack:([^/]+)\/(.+)$/.exec(actor) ?? [];
  if (teamId !== undefined && userId !== undefined)
    return createGate(
      authority,
      directory,
    )({ ...question, teamId, userId, channelId, wish: 'fresh' });
  // The kernel said at the time who it was; what may have changed since is whom the configuration lists.
  const name = actor.replace(/^os:/, '');
  const os = { uid: name === 'root' ? 0 : -1, name, isService: false };
  return askAboutOsUser({ ...question, os }, authority, directory);
}

/** The same directory, whose groups are without those who are new in them. */
function withoutNewcomers(
  directory: Directory,
  groups: Pick<GroupMembers, 'newcomers'>,
  passedOver: Set<string>,
): Directory {
  return {
    ...directory,
    async members(groupId, wish) {
      const found = await directory.members(groupId, wish);
      if (found.kind === 'failed') return found;
      const newcomers = await groups.newcomers(groupId, found.value);
      for (const member of newcomers) passedOver.add(member);
      return { kind: 'found', value: found.value.difference(newcomers) };
    },
  };
}

function identitiesOf({ people }: Authority, person: string): readonly string[] {
  return people.find(({ name }) => name === person)?.slack ?? [];
}
