import type { MayStill } from '../operations/acting/ports.ts';
import type { Authority } from '../operations/authorise.ts';
import type { Directory } from '../slack/directory.ts';
import { createGate, type Gate } from '../slack/gate.ts';
import type { SlackFacts } from '../slack/services.ts';
import { askAboutOsUser } from './os-gate.ts';

/** Looks people up anew, without cache, at the click and at the start (safety rules S41 and S42). */
export function createMayStill(
  facts: Pick<SlackFacts, 'authority'>,
  directory: Directory,
): MayStill {
  const { authority } = facts;
  // People who approve what is critical are listed by name, whatever else a group may give.
  const byName: Authority = { ...authority, approversFromGroup: false };
  const gates = { any: createGate(authority, directory), named: createGate(byName, directory) };

  return async ({ actor, person }, wanted, environment, critical) => {
    const isNamed = critical && wanted === 'approver';
    const question = { wanted, action: `To act as ${wanted}`, environment };
    const slack = /^slack:([^/]+)\/(.+)$/.exec(actor);
    const answer =
      slack === null
        ? await askOs(actor, question, isNamed ? byName : authority, directory)
        : await askSlack(slack, question, isNamed ? gates.named : gates.any);
    if (answer.kind === 'refusal') return answer;
    if (answer.identity.person === person) return null;
    return {
      kind: 'refusal',
      rule: 'S40',
      message: `${actor} is not ${person} any more.`,
      hint: 'An admin looks at `people` in hart.yml.',
    };
  };
}

type Question = Pick<Parameters<Gate>[0], 'wanted' | 'action' | 'environment'>;

function askSlack([, teamId = '', userId = '']: RegExpExecArray, question: Question, gate: Gate) {
  return gate({ ...question, teamId, userId, channelId: null, wish: 'fresh' });
}

/** The kernel said at the time who it was; what may have changed since is whom the configuration lists. */
function askOs(actor: string, question: Question, authority: Authority, directory: Directory) {
  const name = actor.replace(/^os:/, '');
  const os = { uid: name === 'root' ? 0 : -1, name, isService: false };
  return askAboutOsUser({ ...question, os }, authority, directory);
}
