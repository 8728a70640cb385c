import { formatNumber } from '../../domain/format-value.ts';
import { SECOND } from '../../domain/time.ts';
import type { Command } from './command.ts';

/** As long as a person watches; a slower Slack is told as such. */
const PATIENCE = 20 * SECOND;

export const testAlertCommand: Command = {
  name: 'test-alert',
  usage: '/hart test-alert',
  role: 'operator',
  summary: 'Sends a test alert to the ops channel, the way that a real one goes',
  example: '/hart test-alert',
  details:
    'Proves that an alert arrives: it goes through rules, grouping and outbox to the ops channel, says that nothing is wrong, and ends by itself.',
  needsEnvironment: true,
  changes: true,
  async run({ environment, services, identity, view, now, answer, patiently }) {
    const began = now();
    const { key } = await services.testAlert({
      environment,
      userId: identity.userId,
      person: identity.person ?? identity.userId,
    });
    const channel = services.facts.environments.find(({ name }) => name === environment)?.channels
      .ops;
    const where = channel === undefined ? 'the ops channel' : `<#${channel}>`;
    const place = await patiently(
      services.whereIs(key, PATIENCE),
      `The test alert is on its way to ${where} …`,
    );
    const seconds = formatNumber((now() - began) / SECOND, 1);
    const url = place === null ? null : view.link(place);
    const markup =
      place === null
        ? `⚪ The test alert is decided on, but Slack has not taken it after ${seconds} s. It goes out as soon as it can; \`/hart status\` shows what waits.`
        : `🟢 The test alert arrived in ${where} after ${seconds} s${url === null ? '' : ` → <${url}|message>`}.`;
    await answer(() => ({
      text: markup,
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: markup } }],
    }));
  },
};
