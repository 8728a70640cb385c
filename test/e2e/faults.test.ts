import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../support/control-client.ts';
import { ask, isResolved, roots, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { eventually } from '../support/eventually.ts';

interface Case {
  readonly fault: string;
  readonly with?: Readonly<Record<string, string | number>>;
  /** The line of `/hart status` that turns, the check behind it, and how bad it is then. */
  readonly line: string;
  readonly check: string;
  readonly state: 'warning' | 'critical';
  /** What the alert's message must be recognised by, and what it must say. */
  readonly alert: string;
  readonly says: readonly (string | RegExp)[];
  /** World time that must pass until the traces of the fault are gone from what the check looks at. */
  readonly passes?: string;
  /** The check sees it once: then the alert is over by itself. */
  readonly once?: boolean;
}

/** Faults that do not disturb each other come together: each has a check, or an alert, of its own. */
const rounds: readonly (readonly Case[])[] = [
  [
    {
      fault: 'queue-flooded',
      line: 'Queues',
      check: 'queues',
      state: 'warning',
      alert: 'Queue backlog',
      says: ['Neo4jSyncQueue', 'holds 1,', 'threshold 1,000'],
    },
    {
      fault: 'queue-disabled',
      line: 'Queues',
      check: 'queues',
      state: 'critical',
      alert: 'Queue disabled',
      says: ['ActQueue', 'is switched off'],
    },
    {
      fault: 'ooda-stalled',
      line: 'OODA loop',
      check: 'ooda-loop',
      state: 'critical',
      alert: 'OODA stalled',
      says: ['4 at once', 'Analyze', 'Learn'],
    },
    {
      fault: 'slow-queries',
      line: 'Queries',
      check: 'slow-queries',
      state: 'critical',
      alert: 'Slow query',
      says: [/6\d\d ms/],
    },
    {
      fault: 'spatial-index-disabled',
      line: 'Spatial index',
      check: 'spatial-index',
      state: 'critical',
      alert: 'Spatial index disabled',
      says: ['SIX_AtomEmbedding_SpatialKey', 'is disabled', 'REBUILD'],
    },
    {
      fault: 'undelivered-messages',
      line: 'Queues',
      check: 'undelivered-messages',
      state: 'warning',
      alert: 'Messages undelivered',
      says: ['Neo4jSyncService'],
    },
    {
      fault: 'inference-slow',
      line: 'Application',
      check: 'inference-latency',
      state: 'critical',
      alert: 'Inference slow',
      says: ['p95'],
      passes: 'PT10M',
    },
    {
      fault: 'config-drift',
      line: 'SQL Server',
      check: 'config-drift',
      state: 'warning',
      alert: 'Config drift',
      says: ['TRUSTWORTHY', 'max server memory'],
    },
    {
      fault: 'log-backups-missed',
      line: 'Backups',
      check: 'backup-freshness',
      state: 'critical',
      alert: 'Log backup overdue',
      says: ['Hartonomous', 'would be lost now', /is \d+ (?:min|h)/],
    },
    {
      fault: 'disk-full',
      line: 'SQL Server',
      check: 'storage',
      state: 'critical',
      alert: 'Storage full',
      says: ['D:\\'],
    },
    {
      fault: 'suspect-page',
      line: 'SQL Server',
      check: 'integrity',
      state: 'critical',
      alert: 'Suspect pages',
      says: ['Hartonomous', 'could not be read', 'CHECKDB'],
    },
    {
      fault: 'sync-failures',
      line: 'Neo4j sync',
      check: 'neo4j-sync',
      state: 'warning',
      alert: 'Sync failures',
      says: ['failed to reach Neo4j'],
      passes: 'PT1H5M',
    },
    {
      fault: 'graph-drift',
      line: 'Neo4j sync',
      check: 'graph-drift',
      state: 'critical',
      alert: 'Graph drift',
      says: ['differ by 1,3'],
    },
    {
      fault: 'api-certificate-expiring',
      with: { replica: 'api-2' },
      line: 'Application',
      check: 'api-certificate',
      state: 'warning',
      alert: 'API certificate expiring',
      says: ['api-2', /expires in [89] d/],
    },
    {
      fault: 'worker-stalled',
      with: { worker: 'EmbeddingGenerator' },
      line: 'Application',
      check: 'workers',
      state: 'critical',
      alert: 'Worker stalled',
      says: ['EmbeddingGenerator'],
    },
  ],
  [
    {
      fault: 'ooda-failures',
      line: 'OODA loop',
      check: 'ooda-loop',
      state: 'warning',
      alert: 'OODA failures',
      says: ['Act', 'failed'],
      passes: 'PT2H5M',
    },
    {
      fault: 'activation-stuck',
      line: 'Queues',
      check: 'queues',
      state: 'critical',
      alert: 'Activation stuck',
      says: ['HypothesizeQueue', 'nobody reads it'],
    },
    {
      fault: 'poison-loop',
      line: 'Queues',
      check: 'queues',
      state: 'critical',
      alert: 'Poison message',
      // with others at once: a stuck reader and a stalled worker leave the same head too
      says: ['Neo4jSyncQueue'],
    },
    {
      fault: 'query-store-readonly',
      line: 'Queries',
      check: 'query-store',
      state: 'warning',
      alert: 'Query store not recording',
      says: ['READ_ONLY', 'READ_WRITE'],
    },
    {
      fault: 'log-chain-broken',
      line: 'Backups',
      check: 'backup-freshness',
      state: 'critical',
      alert: 'Log chain broken',
      says: ['Hartonomous', 'is broken'],
    },
    {
      fault: 'log-not-truncating',
      line: 'SQL Server',
      check: 'storage',
      state: 'warning',
      alert: 'Log not truncating',
      says: ['ACTIVE_TRANSACTION'],
    },
    {
      fault: 'api-down',
      line: 'Application',
      check: 'api',
      state: 'critical',
      alert: 'API down',
      says: ['api-1', 'does not answer'],
    },
    {
      fault: 'dead-letters',
      line: 'Neo4j sync',
      check: 'neo4j-sync',
      state: 'warning',
      alert: 'Dead letters',
      says: ['New dead letters'],
      once: true,
    },
    {
      fault: 'worker-stalled',
      with: { worker: 'Ingestion' },
      line: 'Application',
      check: 'workers',
      state: 'critical',
      alert: 'Worker stalled',
      says: ['Ingestion'],
    },
  ],
  [
    {
      fault: 'backup-set-damaged',
      line: 'Backups',
      check: 'backup-freshness',
      state: 'critical',
      alert: 'Backup damaged',
      says: ['Hartonomous', 'damaged'],
    },
  ],
];

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({ bot: 'demo' });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

const marks = { warning: '🟡', critical: '🔴', ok: '🟢' };

describe.each(rounds.map((cases, index) => ({ cases, round: index + 1 })))(
  'faults that come together, round $round',
  ({ cases }) => {
    const lasting = cases.filter(({ once }) => once !== true);
    let before: ReadonlySet<string>;

    beforeAll(async () => {
      before = new Set((await roots(deployment.control)).map(({ ts }) => ts));
      for (const { fault, with: given = {} } of cases)
        await deployment.control.fault(fault, true, given);
      // Once for all: each test then says what is not as it should be.
      await eventually(async () => {
        for (const one of cases) expectWords(await rootOf(one), one);
      }, 60_000).catch(() => undefined);
    }, 70_000);

    async function rootOf({ alert, with: given = {} }: Case): Promise<Message> {
      const fresh = (await roots(deployment.control)).filter(({ ts }) => !before.has(ts));
      const found = fresh.filter((root) => everSaid(root).some((said) => said.includes(alert)));
      const [root, ...others] = found;
      if (root === undefined)
        throw new Error(
          `no alert "${alert}" ${JSON.stringify(given)}; there are:\n${fresh.map(({ text }) => text).join('\n')}`,
        );
      if (others.length > 0) throw new Error(`${found.length} messages about "${alert}"`);
      return root;
    }

    test.each(cases)('$fault alerts in #ops, saying what is wrong and what to do', async (one) => {
      expectWords(await rootOf(one), one);
    });

    test('the status names each of the subsystems as not well', async () => {
      const { text } = await ask(deployment.control, 'UVIEWER', '/hart status');

      expect(text).toContain('🔴 production');
      expect(text).not.toContain('unknown:');
      for (const line of new Set(lasting.map((one) => one.line)))
        expect(text).toMatch(new RegExp(`${line} (?:critical|warning): `));
    }, 70_000);

    test.each(lasting)('/hart check $check shows what $fault did', async ({ check }) => {
      const words = wordsOf(await ask(deployment.control, 'UVIEWER', `/hart check ${check}`));

      expect(words).toMatch(/🔴|🟡/u);
      expect(words).toContain('What it means:');
    });

    test('every alert resolves when its fault ends', async () => {
      for (const { fault } of cases) await deployment.control.fault(fault, false);
      for (const passes of new Set(cases.flatMap((one) => one.passes ?? [])))
        await deployment.control.advance(passes);

      await eventually(async () => {
        for (const one of cases)
          expect([one.alert, isResolved(await rootOf(one))]).toEqual([one.alert, true]);
        const open = (await roots(deployment.control)).filter((root) => !isResolved(root));
        expect(open.map(({ text }) => text)).toEqual([]);
      }, 90_000);
    }, 100_000);

    // The bot's own line speaks of the databases' clock, which was moved.
    test('every check is ok again', async () => {
      await eventually(async () => {
        const { text } = await ask(deployment.control, 'UVIEWER', '/hart status');
        expect(text).toContain('production: 19 ok, 0 unknown');
      });
    }, 70_000);
  },
);

test('a warning mentions nobody, a critical alert mentions on-call once', async () => {
  const messages = await deployment.control.messages();
  for (const root of await roots(deployment.control)) {
    const thread = messages.filter(({ thread_ts }) => thread_ts === root.ts);
    const mentions = [root, ...thread].filter((each) => wordsOf(each).includes('<@UOPERATOR>'));
    const wasCritical = everSaid(root).some((said) => said.includes('🔴'));

    expect(mentions.map(({ subtype }) => subtype)).toEqual(wasCritical ? ['thread_broadcast'] : []);
  }
});

test('every message passes Slack’s own rules, in all of its versions', async () => {
  expect(await deployment.complaints()).toEqual([]);
}, 60_000);

function expectWords(root: Message, { says, state }: Case): void {
  const words = [root, ...root.versions].map(wordsOf).join('\n');
  for (const said of says) expect(words).toMatch(pattern(said));
  expect(words).toContain(marks[state]);
  expect(words).toContain('What it means:');
}

function everSaid({ text, versions }: Message): string[] {
  return [text, ...versions.map((version) => version.text)];
}

function pattern(said: string | RegExp): RegExp {
  return typeof said === 'string'
    ? new RegExp(said.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    : said;
}
