import type { Config } from '../config/load-config.ts';
import type { Finding } from '../domain/finding.ts';
import type { Logger } from '../domain/logger.ts';
import type { SlackPart } from '../slack/create-slack.ts';
import { examineSlack } from '../slack/examine.ts';
import type { Watcher } from '../watching/watcher.ts';
import { examineTargets } from './examine-targets.ts';
import { slackFacts } from './slack-facts.ts';
import type { Targets } from './targets.ts';

/** What the doctor looks at, once after the start: faults go into the log and stand in the status. */
export async function examineSelf(parts: {
  readonly config: Config;
  readonly slack: SlackPart;
  readonly targets: ReadonlyMap<string, Targets>;
  readonly watchers: ReadonlyMap<string, Watcher>;
  readonly log: Logger;
}): Promise<readonly string[]> {
  const { config, slack, targets, watchers, log } = parts;
  const findings: Finding[] = await examineSlack(slack.client, slackFacts(config), false);
  for (const [name, target] of targets) {
    const results = [...(watchers.get(name)?.results().values() ?? [])];
    const found = await examineTargets(name, config, target, results);
    // What a check cannot see, or a server that is down, has its own line and alert.
    findings.push(...found.filter(({ state }) => state === 'warning'));
  }
  const wrong = findings.filter(({ state }) => state !== 'ok');
  for (const { subject, state, detail, hint } of wrong)
    log.warn({ subject, state, detail, hint }, 'The doctor found something');
  return wrong
    .filter(({ state }) => state === 'fault')
    .map(({ subject, detail }) => `${subject} ${detail}`);
}
