import { observeSettings } from '../app/alerting-settings.ts';
import { runAll } from '../app/run-all.ts';
import { createTargets } from '../app/targets.ts';
import { watchedChecks } from '../app/watched-checks.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Outcome } from '../domain/sample.ts';
import { type Command, textOption, UsageError } from './command.ts';
import { configOption, requireConfig } from './config-file.ts';
import { quietLogger } from './quiet-logger.ts';

export const checks: Command = {
  name: 'checks',
  summary: 'Runs every check once, without Slack, and says how each stands',
  usage: 'checks [--env NAME] [--config FILE] [--json]',
  example: 'hart checks --env production --json',
  options: { ...configOption, env: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [],
  async run({ options }, terminal) {
    const { config, secrets } = requireConfig(options, terminal);
    const names = Object.keys(config.environments);
    const name = textOption(options, 'env', config.defaultEnvironment ?? names[0] ?? '');
    const watched = watchedChecks(config).get(name);
    if (watched === undefined)
      throw new UsageError(`There is no environment ${name}; there is ${names.join(', ')}.`);
    const targets = createTargets(name, config, secrets, Date.now, quietLogger);
    const results = await runAll(
      watched.checks,
      targets.run,
      name,
      observeSettings(config),
    ).finally(() => targets.close());
    const report = results.map(reportOf);
    if (options['json'] === true) terminal.out(`${JSON.stringify({ checks: report })}\n`);
    else
      for (const { name: check, state, ms, reason, headline } of report)
        terminal.out(
          `${state.padEnd(8)} ${check.padEnd(20)} ${`${ms} ms`.padStart(8)}  ${reason ?? headline ?? ''}\n`,
        );
    return report.every(({ state }) => state === 'ok' || state === 'off') ? 0 : 1;
  },
};

/** The kind first, for scripts: `permission: no right to see …`, `unreachable: …`, `missing: …`. */
function reasonOf(outcome: Outcome): string | null {
  if (outcome.kind === 'rows') return null;
  return outcome.kind === 'off' ? outcome.detail : `${outcome.reason}: ${outcome.detail}`;
}

function reportOf({ check, sample, state, headline }: CheckResult) {
  const { outcome, variant, replica } = sample;
  return {
    name: check.name,
    state,
    reason: reasonOf(outcome) ?? (state === 'unknown' ? headline : null),
    at: new Date(sample.at).toISOString(),
    ms: sample.ms,
    evidence: [variant, replica].filter((part) => part !== null).join(' on ') || null,
    headline,
    rows: outcome.kind === 'rows' ? outcome.rows : [],
  };
}
