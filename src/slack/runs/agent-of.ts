import type { Identity } from '../../domain/authority.ts';
import type { Agent } from '../../domain/run.ts';

/** Who acts on a run: the person, and the Slack account by which they came. Nobody is a person by their account alone (S40). */
export function agentOf({ person, teamId, userId }: Identity): Agent {
  return {
    person: person ?? '',
    actor: `slack:${teamId}/${userId}`,
    slackUserId: userId,
  };
}
