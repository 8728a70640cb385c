import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observeSettings } from '../../src/app/alerting-settings.ts';
import { runAll } from '../../src/app/run-all.ts';
import { createTargets, type Targets } from '../../src/app/targets.ts';
import { watchedChecks } from '../../src/app/watched-checks.ts';
import { type Config, loadConfig } from '../../src/config/load-config.ts';
import type { Secrets } from '../../src/config/secrets.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { type Deployment, deploy } from '../support/deployment.ts';

let deployment: Deployment;
let config: Config;
let secrets: Secrets;

beforeAll(async () => {
  deployment = await deploy();
  const loaded = loadConfig(deployment.configFile, deployment.secrets);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  ({ config, secrets } = loaded);
  // The world is laid out at the first question.
  await look();
}, 120_000);
afterAll(() => deployment.close());

/** The checks that are not ok, with why: all of them once and from the beginning, as `hart checks` runs them. */
async function look(): Promise<Readonly<Record<string, string>>> {
  const targets: Targets = createTargets('production', config, secrets, Date.now, silentLogger);
  const { checks = [] } = watchedChecks(config).get('production') ?? {};
  const results = await runAll(checks, targets.run, 'production', observeSettings(config));
  await targets.close();
  expect(results.length).toBe(checks.length);
  const bad = results.filter(({ state }) => state !== 'ok');
  return Object.fromEntries(
    bad.map(({ check, state, headline, sample: { outcome } }) => [
      check.name,
      `${state}: ${outcome.kind === 'rows' ? headline : outcome.detail}`,
    ]),
  );
}

interface Right {
  readonly permission: string;
  /** How the reason names it, where a right that it includes is what was needed. */
  readonly named?: RegExp;
  readonly object?: string;
  readonly blind: readonly string[];
}

const select = (object: string, ...blind: string[]): Right => ({
  permission: 'SELECT',
  object,
  blind,
});

/** Every right that sql/install grants to the reader on SQL Server 2022, and who cannot see without it. */
const rights: readonly Right[] = [
  {
    permission: 'VIEW SERVER PERFORMANCE STATE',
    named: /VIEW (?:SERVER|DATABASE) PERFORMANCE STATE/,
    blind: [
      'backup-freshness',
      'config-drift',
      'queues',
      'query-store',
      'restorability',
      'slow-queries',
      'spatial-index',
      'storage',
    ],
  },
  { permission: 'VIEW SERVER SECURITY STATE', blind: ['config-drift'] },
  {
    // Without it the catalogue refuses nothing: it hides rows.
    permission: 'VIEW ANY DEFINITION',
    named: /VIEW (?:ANY )?DEFINITION/,
    blind: ['neo4j-sync', 'queues', 'spatial-index', 'storage', 'undelivered-messages'],
  },
  {
    permission: 'VIEW ANY DATABASE',
    blind: ['backup-freshness', 'integrity', 'restorability', 'sql-server'],
  },
  select('dbo.OODALoopMetrics', 'ooda-loop'),
  select('dbo.PendingActions', 'ooda-loop'),
  select('dbo.InferenceRequest', 'inference-latency', 'slow-queries'),
  select('dbo.Neo4jSyncLog', 'neo4j-sync', 'workers'),
  select('dbo.Neo4jSyncDeadLetterQueue', 'neo4j-sync'),
  select('dbo.Atom', 'neo4j-sync', 'workers'),
  select('dbo.AtomEmbedding', 'spatial-index', 'workers'),
  select('dbo.IngestionJob', 'workers'),
  select('dbo.BackgroundJob', 'workers'),
  select('dbo.AnalyzeQueue', 'queues'),
  select('dbo.HypothesizeQueue', 'queues'),
  select('dbo.ActQueue', 'queues'),
  select('dbo.LearnQueue', 'queues'),
  select('dbo.InitiatorQueue', 'queues'),
  select('dbo.Neo4jSyncQueue', 'queues', 'workers'),
  select('dbo.InferenceQueue', 'queues'),
  select('dbo.IngestionQueue', 'queues'),
  select('msdb.dbo.backupset', 'backup-freshness', 'restorability'),
  select('msdb.dbo.backupmediaset', 'backup-freshness', 'restorability'),
  select('msdb.dbo.backupmediafamily', 'backup-freshness', 'restorability'),
  select('msdb.dbo.restorehistory', 'backup-freshness', 'restorability'),
  select('msdb.dbo.suspect_pages', 'integrity'),
];

/** These and no others, so that one too many shows why. The graph is compared with what neo4j-sync counted. */
function unknownAll(blind: readonly string[]): Readonly<Record<string, unknown>> {
  const all = blind.includes('neo4j-sync') ? [...blind, 'graph-drift'] : blind;
  return Object.fromEntries(all.map((name) => [name, expect.stringMatching(/^unknown: /)]));
}

describe('with one right of the reader revoked', () => {
  test.each(rights)(
    'without $permission $object exactly $blind cannot say, for want of it',
    async ({ permission, named, object, blind }) => {
      const given = { permission, ...(object === undefined ? {} : { object }) };
      await deployment.control.fault('permission-denied', true, given);
      const bad = await look();
      await deployment.control.fault('permission-denied', false);

      expect(bad).toEqual(unknownAll(blind));
      for (const name of blind) {
        expect(bad[name]).toMatch(/^unknown: no right to see /);
        expect(bad[name]).toMatch(named ?? permission);
      }
    },
    60_000,
  );
});

const objects: readonly (readonly [string, ...string[]])[] = [
  ['dbo.PendingActions', 'ooda-loop'],
  ['dbo.AtomEmbedding', 'spatial-index', 'workers'],
  ['dbo.Atom', 'neo4j-sync', 'workers'],
  ['dbo.Neo4jSyncLog', 'neo4j-sync', 'workers'],
  ['dbo.Neo4jSyncDeadLetterQueue', 'neo4j-sync'],
  ['dbo.IngestionJob', 'workers'],
  ['dbo.BackgroundJob', 'workers'],
  ['dbo.Neo4jSyncQueue', 'queues', 'workers'],
  ['dbo.LearnQueue', 'queues'],
  // Its substitutes tell as much.
  ['dbo.OODALoopMetrics'],
];

describe('with one object of the product missing', () => {
  test.each(objects)(
    'without %s the checks that read it (%s %s) are unknown, and no other',
    async (object, ...blind) => {
      await deployment.control.fault('object-missing', true, { object });
      const bad = await look();
      await deployment.control.fault('object-missing', false);

      expect(bad).toEqual(unknownAll(blind));
    },
    60_000,
  );
});

test('with every right and every object back, all is ok', async () => {
  expect(await look()).toEqual({});
}, 60_000);
