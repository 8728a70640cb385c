import { observeSettings } from '../app/alerting-settings.ts';
import { examineTargets } from '../app/examine-targets.ts';
import { runAll } from '../app/run-all.ts';
import { slackFacts } from '../app/slack-facts.ts';
import { createTargets } from '../app/targets.ts';
import { watchedChecks } from '../app/watched-checks.ts';
import type { Finding } from '../domain/finding.ts';
import { examineAppToken, examineSlack } from '../slack/examine.ts';
import { createWebClient } from '../slack/web-client.ts';
import type { Command, Terminal } from './command.ts';
import { configOption, requireConfig } from './config-file.ts';
import { quietLogger } from './quiet-logger.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Looks whether tokens, channels, groups, logins and rights are as they must be',
  usage: 'doctor [--config FILE] [--message] [--json]',
  example: 'hart doctor --message',
  options: { ...configOption, message: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: [],
  async run({ options }, terminal) {
    const { config, secrets } = requireConfig(options, terminal);
    const facts = slackFacts(config);
    const slackBy = (token: string) => createWebClient(token, config.slack.apiUrl, quietLogger);
    const { slackBotToken: bot, slackAppToken: app } = secrets;
    const findings: Finding[] = [
      ...(await examineSlack(slackBy(bot), facts, options['message'] === true)),
      // In HTTP mode there is none.
      ...(app === null ? [] : [await examineAppToken(slackBy(app))]),
    ];
    for (const [name, { checks }] of watchedChecks(config)) {
      const targets = createTargets(name, config, secrets, Date.now, quietLogger);
      try {
        const results = await runAll(checks, targets.run, name, observeSettings(config));
        findings.push(...(await examineTargets(name, config, targets, results)));
      } finally {
        await targets.close();
      }
    }
    report(findings, options['json'] === true, terminal);
    return findings.some(({ state }) => state === 'fault') ? 1 : 0;
  },
};

function report(findings: readonly Finding[], asJson: boolean, { out }: Terminal): void {
  if (asJson) {
    const ok = findings.every(({ state }) => state !== 'fault');
    out(`${JSON.stringify({ ok, findings })}\n`);
    return;
  }
  for (const { subject, state, detail, hint } of findings)
    out(`${state.padEnd(8)} ${subject}: ${detail}\n${hint === '' ? '' : `         ${hint}\n`}`);
}
