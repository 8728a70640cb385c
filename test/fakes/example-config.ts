import { readFileSync } from 'node:fs';
import { parseConfig } from '../../src/config/load-config.ts';

const example = readFileSync(new URL('../../hart.example.yml', import.meta.url), 'utf8');

export const exampleEnv = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-2',
  HART_PRODUCTION_SQL_READER_PASSWORD: 'p3',
  HART_PRODUCTION_NEO4J_PASSWORD: 'p4',
  HART_WEBHOOK_SECRET: 'shared',
};

/** The example that is shipped, with some of its text replaced. */
export function exampleText(changes: Readonly<Record<string, string>> = {}): string {
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The example does not say: ${from}`);
    return text.replace(from, to);
  }, example);
}

/** The same as a configuration. */
export function exampleConfig(changes: Readonly<Record<string, string>> = {}) {
  const loaded = parseConfig(exampleText(changes), exampleEnv);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded;
}
