/**
 * A bot as small as one can be, for the tests of how the sandbox starts one: connects to the Slack of the configuration
 * whose path it is given, and answers `/readyz`. Usage: node fake-bot.ts CONFIG
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { App, LogLevel } from '@slack/bolt';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z.object({
  slack: z.object({ apiUrl: z.string() }),
  http: z.object({ port: z.number() }),
});
const config = schema.parse(parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  appToken: process.env['SLACK_APP_TOKEN'] ?? '',
  socketMode: true,
  clientOptions: { slackApiUrl: config.slack.apiUrl },
  logLevel: LogLevel.ERROR,
});
app.command('/hart', async ({ ack, command }) => {
  if (command.text === 'exit') process.exit(3);
  await ack(`here, process ${process.pid}`);
});
process.on('SIGTERM', () => {
  process.stdout.write('told to end\n');
  process.exit(0);
});
await app.start();
createServer((_, response) => response.end()).listen(config.http.port, '127.0.0.1');
process.stdout.write(`foreign variable: ${process.env['HART_STRAY'] ?? 'none'}\n`);
