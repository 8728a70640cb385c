import type { Identity } from '../../domain/authority.ts';
import type { Agent } from '../../domain/run.ts';

/** Who acts on a run: the person, and the Slack account by which they came. */
export function agentOf({ person, teamId, userId }: Identity): Agent {
  return {
    person: person ?? userId,
    actor: `slack:${teamId}/${userId}`,
    slackUserId: userId,
  };
}
