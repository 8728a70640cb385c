import type { BotProcess } from './bot-process.ts';
import type { BotState, Health } from './control/ports.ts';
import type { Deployment } from './deployment-port.ts';
import { accepts } from './ready.ts';
import type { Slack } from './slack/slack.ts';

export interface HealthSources {
  readonly slack: Slack;
  readonly deployment: Deployment;
  /** Whether a bot belongs to this sandbox: without it running the sandbox is not ready. */
  readonly withBot: boolean;
  readonly bot: () => BotProcess | null;
}

/** `none` when no bot is there: also when the one that was started has ended. */
function botState(bot: BotProcess | null, slack: Slack): BotState {
  if (bot !== null && !bot.running()) return 'none';
  if (slack.socket.connections() > 0) return 'connected';
  return bot === null ? 'none' : 'starting';
}

/** Asks everything at each call. */
export function createHealth({
  slack,
  deployment,
  withBot,
  bot,
}: HealthSources): () => Promise<Health> {
  const ports = {
    slack: slack.port,
    sqlServer: deployment.sqlServer.port,
    neo4j: deployment.neo4j.port,
  };
  return async () => {
    const listening = await Promise.all(Object.values(ports).map(accepts));
    const state = botState(bot(), slack);
    const botReady = !withBot || (state === 'connected' && (await bot()?.ready()) === true);
    return { ready: listening.every(Boolean) && botReady, bot: state, ports };
  };
}
