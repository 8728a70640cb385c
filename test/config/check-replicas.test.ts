import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { parseConfig } from '../../src/config/load-config.ts';
import { exampleEnv, exampleText } from '../fakes/example-config.ts';

const example: unknown = parse(exampleText());

const whole = z
  .looseObject({
    environments: z.object({ production: z.looseObject({ sqlServer: z.looseObject({}) }) }),
  })
  .parse(example);
const own = whole.environments.production;
const stagingGraph = { uri: 'bolt://staging:7687' };

/** The example, with these replicas of its production. */
function loaded(replicas: readonly object[]) {
  const text = stringify(example, (key, value: unknown) =>
    key === 'sqlServer' && typeof value === 'object' ? { ...value, replicas } : value,
  );
  return parseConfig(text, exampleEnv);
}

const one = { name: 'sql-1', server: 'sql-1.internal' };
const two = { name: 'sql-2', server: 'sql-2.internal', port: 1444, readIntent: true };

describe('replicas of a SQL Server', () => {
  it('are told apart by name, each at its own address', () => {
    const config = loaded([one, two]);

    expect(config.ok && config.config.environments['production']?.sqlServer.replicas).toEqual([
      { ...one, port: 1433 },
      two,
    ]);
  });

  it.each<[string, readonly object[], string]>([
    ['are all named, or none', [one], 'names one replica alone'],
    ['bear names of their own', [one, { ...two, name: 'SQL-1' }], 'like another'],
    ['have addresses of their own', [one, { ...one, name: 'sql-2' }], 'has the address of another'],
    ['bear no name that stands for all', [one, { ...two, name: 'all' }], 'is called all'],
    ['bear names of one word', [one, { ...two, name: 'sql 2' }], 'is no name of a replica'],
  ])('%s', (_, replicas, words) => {
    const config = loaded(replicas);

    expect(config.ok ? [] : config.faults.map(({ message }) => message)).toEqual([
      expect.stringContaining(words),
    ]);
  });

  it('belong to one environment', () => {
    const staging = { sqlServer: { server: 'SQL-2.internal', port: 1444 }, neo4j: stagingGraph };
    const text = stringify({
      ...whole,
      environments: {
        production: { ...own, sqlServer: { ...own.sqlServer, replicas: [one, two] } },
        staging: { ...own, ...staging },
      },
    });
    const config = parseConfig(text, {
      ...exampleEnv,
      HART_STAGING_SQL_READER_PASSWORD: 'r',
      HART_STAGING_NEO4J_PASSWORD: 'n',
    });

    expect(config.ok ? [] : config.faults.map(({ path, message }) => `${path} ${message}`)).toEqual(
      ['environments.production.sqlServer.replicas[1] is a SQL Server of another environment'],
    );
  });
});
