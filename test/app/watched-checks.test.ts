import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readWatchedChecks, watchedChecks } from '../../src/app/watched-checks.ts';
import { type Config, parseConfig } from '../../src/config/load-config.ts';

const example: unknown = parse(
  readFileSync(new URL('../../hart.example.yml', import.meta.url), 'utf8'),
);
const secrets = {
  HART_PRODUCTION_SQL_READER_PASSWORD: 'x',
  HART_PRODUCTION_NEO4J_PASSWORD: 'x',
  SLACK_BOT_TOKEN: 'xoxb-x',
  SLACK_APP_TOKEN: 'xapp-x',
};

/** The example with these overrides of its production's checks. */
function configWith(checks: object): Config {
  const text = stringify(example, (key, value: unknown) =>
    key === 'production' && typeof value === 'object' ? { ...value, checks } : value,
  );
  const loaded = parseConfig(text, secrets);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.config;
}

describe('the checks of an environment', () => {
  it('are those of the product, less what is switched off', () => {
    const { watched, complaints } = readWatchedChecks(configWith({ api: { enabled: false } }));
    const { checks = [], disabled } = watched.get('production') ?? {};

    expect(complaints).toEqual([]);
    expect(disabled?.map(({ name }) => name)).toEqual(['api']);
    expect(checks.map(({ name }) => name)).toContain('sql-server');
    expect(checks.map(({ name }) => name)).not.toContain('api');
  });

  it('name every override that fits no check, no alert and no condition', () => {
    const faulty = configWith({
      quues: {},
      queues: { rules: { 'queue-backlog/warning': { when: 'many' }, 'queue-lost': { for: '1m' } } },
      workers: { parameters: { nothing: 1 } },
    });

    expect(
      readWatchedChecks(faulty)
        .complaints.map(({ path }) => path)
        .toSorted(),
    ).toEqual([
      'environments.production.checks.queues.rules.queue-backlog/warning.when',
      'environments.production.checks.queues.rules.queue-lost',
      'environments.production.checks.quues',
      'environments.production.checks.workers.parameters.nothing',
    ]);
    expect(() => watchedChecks(faulty)).toThrow(/quues names no check/);
  });
});
