import { bindRules } from '../alerting/bind.ts';
import type { ObserveSettings } from '../alerting/model.ts';
import { observe } from '../alerting/observe.ts';
import { observeSettings } from '../app/alerting-settings.ts';
import { createTargets } from '../app/targets.ts';
import { type WatchedChecks, watchedChecks } from '../app/watched-checks.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Sample } from '../domain/sample.ts';
import { judge } from '../watching/judge.ts';
import type { RunProbe } from '../watching/ports.ts';
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
    const results = await runAll(watched, targets.run, name, observeSettings(config)).finally(() =>
      targets.close(),
    );
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

/** Those that rest on another's sample come after it. */
async function runAll(
  { checks: all }: WatchedChecks,
  run: RunProbe,
  environment: string,
  settings: ObserveSettings,
): Promise<CheckResult[]> {
  const samples = new Map<string, Sample>();
  const rests = (index: number) =>
    Object.values(all[index]?.parameters ?? {}).some((source) => 'from' in source);
  const results: CheckResult[] = [];
  for (const second of [false, true]) {
    const round = all.filter((_, index) => rests(index) === second);
    const found = await Promise.all(
      round.map(async (check) => {
        const sample = await run(check, (name) => samples.get(name));
        const rules = bindRules(check, environment);
        const { changed } = observe({
          rules,
          sample,
          target: check.target,
          known: [],
          settings,
        });
        return judge(check, sample, changed);
      }),
    );
    for (const { sample } of found) samples.set(sample.check, sample);
    results.push(...found);
  }
  return results.toSorted((one, other) => one.check.name.localeCompare(other.check.name));
}

function reportOf({ check, sample, state, headline }: CheckResult) {
  const { outcome, variant, replica } = sample;
  return {
    name: check.name,
    state,
    reason: outcome.kind === 'rows' ? null : outcome.detail,
    at: new Date(sample.at).toISOString(),
    ms: sample.ms,
    evidence: [variant, replica].filter((part) => part !== null).join(' on ') || null,
    headline,
    rows: outcome.kind === 'rows' ? outcome.rows : [],
  };
}
