/** Holds a sandbox with a bot, and writes the bot's process id when it is ready. Usage: node sandbox-holder.ts BOT */
import { startSandbox } from '../../../sandbox/main.ts';
import { sendCommand } from '../../../sandbox/slack/person/command.ts';
import { silent } from '../slack/quiet-log.ts';
import { fakeDeployment } from './fake-deployment.ts';

const command = [process.execPath, process.argv[2] ?? '', '{config}'];
const bot = { command, onOutput: () => undefined };
const sandbox = await startSandbox({
  port: 0,
  log: silent,
  startDeployment: fakeDeployment,
  bot,
});
while (!(await sandbox.health()).ready) await new Promise((resolve) => setTimeout(resolve, 20));
const request = { user: 'UVIEWER', channel: 'COPS', text: '/hart pid' };
const sent = await sendCommand(sandbox.slack.state, sandbox.slack.socket, request);
process.stdout.write(
  `${JSON.stringify({ pid: /process (\d+)/.exec(sent.reply?.text ?? '')?.[1] })}\n`,
);
