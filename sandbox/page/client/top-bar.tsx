import { api } from './api.ts';
import { useLive } from './use-live.ts';

const botWords = {
  connected: 'hart is connected',
  starting: 'hart is starting …',
  none: 'no bot is running',
} as const;

/** What this is, whether the bot is there, and how quick its pace is. */
export function TopBar({
  online,
  worldOpen,
  toggleWorld,
}: {
  readonly online: boolean;
  readonly worldOpen: boolean;
  readonly toggleWorld: () => void;
}) {
  const health = useLive('health', api.health, ['bot', 'connections'], 4000);
  const bot = health?.bot;
  return (
    <header className="top-bar">
      <strong className="sandbox-sign">SANDBOX</strong>
      <span className="top-what">
        Nothing here is real: a simulated Slack, SQL Server and Neo4j.
      </span>
      <span className={`bot-state bot-${online ? (bot ?? 'starting') : 'none'}`} role="status">
        {online ? bot !== undefined && botWords[bot] : 'The sandbox does not answer: it was ended'}
      </span>
      <button type="button" className="button" aria-pressed={worldOpen} onClick={toggleWorld}>
        World
      </button>
    </header>
  );
}
