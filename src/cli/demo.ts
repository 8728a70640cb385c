import { fileURLToPath } from 'node:url';
import type { Command } from './command.ts';
import { serveSandbox } from './sandbox.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'The bot with a simulated Slack, SQL Server and Neo4j, and a page to try it on',
  usage: 'demo [--port N]',
  example: 'hart demo --port 7800',
  options: { port: { type: 'string' } },
  positionals: [],
  run({ options }, terminal) {
    const main = fileURLToPath(new URL('../main.ts', import.meta.url));
    const bot = [process.execPath, main, 'run', '--config', '{config}'];
    return serveSandbox(options, terminal, bot);
  },
};
