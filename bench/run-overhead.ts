import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSqlServer } from '../sandbox/world/sql-server.ts';
import { createWorld } from '../sandbox/world/world.ts';
import { sha256 } from '../src/app/authority-news.ts';
import { createOperationPorts } from '../src/app/operation-ports.ts';
import { createTargets } from '../src/app/targets.ts';
import { parseConfig } from '../src/config/load-config.ts';
import { isOver, type Run } from '../src/domain/run.ts';
import { createActing } from '../src/operations/acting/create-acting.ts';
import { backupOperations } from '../src/operations/backup/backup-operations.ts';
import { openStore } from '../src/store/open-store.ts';
import { type BenchRow, figure } from './row.ts';
import { silent } from './silent.ts';
import type { Sizes } from './sizes.ts';

const by = { person: 'otto', actor: 'slack:T1/U1', slackUserId: 'U1' };
const env = {
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_APP_TOKEN: 'xapp-bench',
  HART_BENCH_SQL_READER_PASSWORD: 'r',
  HART_BENCH_SQL_OPERATOR_PASSWORD: 'o',
  HART_BENCH_NEO4J_PASSWORD: 'n',
};

/**
 * What a run costs beside its own statements: a log backup with all that hart does around it (lock, facts, durable steps,
 * audit, progress, reading back), over TDS against statements of a known length.
 */
export async function benchRunOverhead({ slowness }: Sizes): Promise<BenchRow[]> {
  const statement = slowness * 30;
  const world = await createWorld({ now: Date.now, seed: 7, actMs: statement });
  const passwords = { hart_reader: 'r', hart_operator: 'o', sa: 's' };
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  const loaded = parseConfig(configText(server.port), env);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const { config, secrets } = loaded;
  const now = () => Date.now();
  const targets = createTargets('bench', config, secrets, now, silent);
  const place = createOperationPorts('bench', config, targets, now, silent);
  const store = await openStore({ url: 'sqlite::memory:', now, log: silent });
  let inStatements = 0;
  const acting = createActing({
    catalogue: new Map(backupOperations.map((each) => [each.name, each])),
    ports: () => place.ports,
    async openSession(run) {
      const opened = await place.openSession(run);
      if (!opened.ok) return opened;
      const session = opened.value;
      return {
        ok: true,
        value: {
          ...session,
          async run(...asked) {
            const began = performance.now();
            const answer = await session.run(...asked);
            inStatements += performance.now() - began;
            return answer;
          },
        },
      };
    },
    runs: store.runs,
    transaction: (work) => store.transaction(work),
    async audit(entry) {
      await store.audit.append(entry);
    },
    anchor: async () => undefined,
    mayStill: async () => null,
    consent: (_, { consent }) => consent,
    approvers: () => [],
    stepUp: async () => null,
    hash: sha256,
    configHash: 'bench',
    show: async () => undefined,
    tell: async () => undefined,
    shout: async () => undefined,
    windows: {
      open: async () => undefined,
      extend: async () => undefined,
      close: async () => undefined,
    },
    closed: async () => null,
    worker: randomUUID(),
    clock: () => store.clock.tick(),
    sleep: async (duration) => {
      await sleep(duration);
    },
    log: silent,
  });
  try {
    const order = { operation: 'backup.log', environment: 'bench', options: {}, by } as const;
    const asked = await acting.propose(order);
    if ('rule' in asked) throw new Error(asked.message);
    const began = performance.now();
    const begun = await acting.confirm(asked.id, by, { hash: asked.hash });
    if ('rule' in begun) throw new Error(begun.message);
    const run = await over(() => acting.find(asked.id));
    const took = performance.now() - began;
    if (run.state !== 'done') throw new Error(`${run.state}: ${run.report?.lines.join(' ')}`);
    return rows(took, inStatements, slowness);
  } finally {
    await targets.close();
    await server.close();
    await world.close();
    await store.close();
  }
}

function rows(took: number, inStatements: number, slowness: number): BenchRow[] {
  const beside = took - inStatements;
  const seconds = (inStatements / 1000).toFixed(1);
  return [
    figure({
      what: `a backup run beside its statements (${seconds} s of them)`,
      value: beside,
      unit: 'ms',
    }),
    figure(
      {
        what: 'overhead of a run over its statements',
        value: (beside / inStatements) * 100,
        unit: '%',
        notes: ['with lock, facts, durable steps, audit, progress and the look at what it reaches'],
      },
      // A rehearsal with tiny statements says nothing about the share.
      slowness >= 1000 ? 2 : null,
    ),
  ];
}

async function over(find: () => Promise<Run | null>): Promise<Run> {
  for (;;) {
    const run = await find();
    if (run !== null && isOver(run.state)) return run;
    await sleep(5);
  }
}

function configText(port: number): string {
  return JSON.stringify({
    sandbox: true,
    environments: {
      bench: {
        sqlServer: { server: '127.0.0.1', port, encrypt: false, trustServerCertificate: true },
        neo4j: { uri: 'bolt://127.0.0.1:1' },
        backups: { directory: 'D:\\Backups' },
        channels: { ops: 'C000OPS' },
      },
    },
    slack: { teamId: 'T000BENCH' },
  });
}
