import { appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../telemetry/logger.ts';
import {
  type Command,
  type ExitCode,
  type OptionValues,
  type Terminal,
  UsageError,
} from './command.ts';
import { requireSimulation } from './require-simulation.ts';

const defaultPort = 7717;

export const sandbox: Command = {
  name: 'sandbox',
  summary:
    'The simulated Slack, SQL Server and Neo4j alone; --write makes a hart.yml that reaches them',
  usage: 'sandbox [--port N] [--write DIR]',
  example: 'hart sandbox --port 7800 --write ./rehearsal',
  options: { port: { type: 'string' }, write: { type: 'string' } },
  positionals: [],
  run: ({ options }, terminal) => serveSandbox(options, terminal, null),
};

/** Runs the sandbox until it is told to stop; with a bot beside it where a command line for one is given. */
export async function serveSandbox(
  options: OptionValues,
  { out, err }: Terminal,
  bot: readonly string[] | null,
): Promise<ExitCode> {
  const port = portOf(options['port']);
  const write = options['write'];
  const botLog = join(tmpdir(), `hart-demo-${process.pid}.log`);
  requireSimulation(new URL('../../sandbox/main.ts', import.meta.url));
  err('SANDBOX: starting; everything here is simulated …\n');
  // Loaded only here: the bot itself never needs the simulation.
  const { startSandbox } = await import('../../sandbox/main.ts');
  const running = await startSandbox({
    port,
    write: typeof write === 'string' ? write : null,
    bot: bot && { command: bot, onOutput: (text) => appendFileSync(botLog, text) },
    signals: true,
    log: createLogger({ level: 'warn', secrets: [], write: (line) => err(line) }),
  });
  out(welcome(running.url, running.configFile, bot === null ? null : botLog));
  await running.closed;
  return 0;
}

function welcome(url: string, configFile: string, botLog: string | null): string {
  const lines = [
    `SANDBOX: open ${url}`,
    '',
    '  Everything is simulated: Slack, SQL Server, Neo4j and the Hartonomous in them.',
    ...(botLog === null
      ? [`  A bot reaches it with: hart run --config ${configFile}`]
      : [
          '  Type /hart status there, switch a fault on, and watch the alert come.',
          '  The pace is quick: checks every 5 s, alerts after 10 s.',
          `  The bot's log: ${botLog}`,
        ]),
    '  Ctrl-C ends it.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function portOf(text: string | boolean | undefined): number {
  if (text === undefined) return defaultPort;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError(`--port ${String(text)} is no port: use a number from 1 to 65535.`);
}
