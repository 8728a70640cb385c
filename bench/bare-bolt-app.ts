/**
 * The least that a Slack app can be: Bolt as its own documentation writes it, with a handler that only acknowledges.
 * What the real bot is measured beside.
 */
import { App, LogLevel } from '@slack/bolt';

const {
  SLACK_BOT_TOKEN: token = '',
  SLACK_APP_TOKEN: appToken = '',
  BARE_SLACK_API_URL: slackApiUrl = '',
} = process.env;
const app = new App({
  token,
  appToken,
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl },
});
app.command('/hart', async ({ ack }) => {
  await ack();
});
await app.start();
process.stdout.write('bare app: connected\n');
