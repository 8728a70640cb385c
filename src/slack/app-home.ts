import type { WebClient } from '@slack/web-api';
import type { Logger } from '../domain/logger.ts';
import type { Block } from '../domain/message.ts';
import type { Instant } from '../domain/time.ts';
import { fit } from './blocks/block-limits.ts';
import { closedHome, homeBlocks } from './blocks/home.ts';
import { markSandboxBlocks } from './blocks/mark-sandbox.ts';
import type { ViewContext } from './blocks/view-context.ts';
import type { Gate } from './gate.ts';
import { slackErrorName } from './send-result.ts';
import type { SlackServices } from './services.ts';

export interface HomeTools {
  readonly client: WebClient;
  readonly services: SlackServices;
  readonly gate: Gate;
  readonly link: ViewContext['link'];
  readonly logger: Logger;
  readonly now: () => Instant;
}

/** Publishes someone's Home tab: the state of every environment, or why they may not see it. */
export async function publishHome(
  { teamId, userId }: { readonly teamId: string; readonly userId: string },
  tools: HomeTools,
): Promise<void> {
  const { client, services, logger } = tools;
  const blocks = await homeOf(teamId, userId, tools);
  const { blocks: fitted } = fit({ text: 'Home', blocks });
  const marked = services.facts.sandbox ? markSandboxBlocks(fitted) : fitted;
  try {
    await client.apiCall('views.publish', {
      user_id: userId,
      view: { type: 'home', blocks: marked },
    });
  } catch (error) {
    logger.warn({ error: slackErrorName(error), user: userId }, 'A Home tab was not published');
  }
}

async function homeOf(
  teamId: string,
  userId: string,
  { services, gate, link, now }: HomeTools,
): Promise<readonly Block[]> {
  const answer = await gate({
    teamId,
    userId,
    channelId: null,
    wanted: 'viewer',
    action: 'The Home tab',
    environment: null,
    wish: 'cached',
  });
  if (answer.kind === 'refusal') return closedHome(answer.message, answer.hint);
  const names = services.facts.environments.map(({ name }) => name);
  const first = services.facts.defaultEnvironment;
  const ordered = [
    ...names.filter((name) => name === first),
    ...names.filter((name) => name !== first),
  ];
  const statuses = await Promise.all(ordered.map((name) => services.status(name)));
  return homeBlocks(statuses, { now: now(), link });
}
