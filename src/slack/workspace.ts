import type { WebClient } from '@slack/web-api';
import type { Place } from '../domain/incident.ts';
import type { Logger } from '../domain/logger.ts';
import { SECOND } from '../domain/time.ts';
import { slackErrorName } from './send-result.ts';

/** What Slack says of the workspace and of ourselves. */
export interface WorkspaceFacts {
  readonly teamId: string;
  readonly url: string;
  readonly botUserId: string;
}

export interface Workspace {
  /** Asks until Slack answers; ends early when `signal` is aborted. */
  learn(signal: AbortSignal): Promise<void>;
  facts(): WorkspaceFacts | null;
  /** The address of a message; null until Slack has said its own. */
  link(place: Place): string | null;
  /** Why something is wrong with who we are; null when all is well. */
  trouble(): string | null;
}

const AGAIN = 15 * SECOND;

export function createWorkspace(client: WebClient, teamId: string, logger: Logger): Workspace {
  let facts: WorkspaceFacts | null = null;
  let trouble: string | null = null;

  async function ask(): Promise<void> {
    try {
      const answer = await client.auth.test();
      facts = {
        teamId: answer.team_id ?? '',
        url: answer.url ?? '',
        botUserId: answer.user_id ?? '',
      };
      trouble =
        facts.teamId === teamId
          ? null
          : `the bot token is of team ${facts.teamId}, hart.yml names ${teamId}`;
      if (trouble !== null)
        logger.error({ found: facts.teamId, teamId }, 'The token is of another team');
    } catch (error) {
      trouble = slackErrorName(error);
      logger.warn({ error: trouble }, 'Slack did not say who we are');
    }
  }

  return {
    async learn(signal) {
      while (facts === null && !signal.aborted) {
        await ask();
        if (facts === null) await pause(AGAIN, signal);
      }
    },
    facts: () => facts,
    link: ({ channel, ts }) =>
      facts === null || facts.url === ''
        ? null
        : `${facts.url.replace(/\/*$/, '/')}archives/${channel}/p${ts.replace('.', '')}`,
    trouble: () => trouble,
  };
}

function pause(duration: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, duration);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
