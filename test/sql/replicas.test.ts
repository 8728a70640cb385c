import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSqlServer, type SqlServer } from '../../sandbox/world/sql-server.ts';
import { createWorld, type World } from '../../sandbox/world/world.ts';
import { onEveryReplica } from '../../src/checks/on-every-replica.ts';
import { createSqlServerClient, type SqlServerClient } from '../../src/clients/sql-server.ts';
import type { Row } from '../../src/domain/sample.ts';
import { poolFreshness } from '../../src/operations/backup/pool-freshness.ts';
import { probe } from '../../src/probes/probe.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { sqlChecks } from './support/all-checks.ts';

const start = Date.UTC(2026, 0, 14, 14, 3, 20);
const password = 'of-no-secret';

interface Replica {
  readonly name: string;
  readonly world: World;
  readonly server: SqlServer;
  readonly reader: SqlServerClient;
}

/** The same database on a server of another name, with a history of its own in msdb. */
async function replica(name: string): Promise<Replica> {
  const began = performance.now();
  const world = await createWorld({
    now: () => start + Math.round(performance.now() - began),
    seed: 7,
    serverName: name.toUpperCase(),
  });
  const passwords = { hart_reader: password, hart_operator: password, sa: password };
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  const reader = createSqlServerClient({
    server: '127.0.0.1',
    port: server.port,
    database: 'Hartonomous',
    encrypt: false,
    trustServerCertificate: true,
    readIntent: false,
    reader: { user: 'hart_reader', password },
    logger: fakeLogger(),
    now: () => world.now(),
    retry: { first: 20, longest: 50 },
  });
  return { name, world, server, reader };
}

describe('two replicas of a SQL Server', () => {
  let one: Replica;
  let two: Replica;
  beforeAll(async () => {
    [one, two] = await Promise.all([replica('sql-1'), replica('sql-2')]);
    // Whoever took a set has it in his own msdb, under his own name: here every other log, and the differentials.
    for (const { world, name } of [one, two])
      await world.engine.admin.run(
        `UPDATE msdb.dbo.backupset SET server_name = '${name.toUpperCase()}'`,
      );
    const onTwo = "type = 'I' OR (type = 'L' AND backup_set_id % 2 = 0)";
    await one.world.engine.admin.run(`DELETE FROM msdb.dbo.backupset WHERE ${onTwo}`);
    await two.world.engine.admin.run(`DELETE FROM msdb.dbo.backupset WHERE NOT (${onTwo})`);
  });
  afterAll(async () => {
    for (const { reader, server, world } of [one, two]) {
      await reader.close();
      await server.close();
      await world.close();
    }
  });

  async function look(name: string, replicas: readonly Replica[] = [one, two]) {
    const check = sqlChecks.get(name);
    if (check === undefined) throw new Error(`no check ${name}`);
    const { outcome } = await probe(onEveryReplica(check), {
      environment: 'test',
      replicas,
      pools: { freshness: poolFreshness },
      newest: () => undefined,
      now: () => one.world.now(),
    });
    if (outcome.kind !== 'rows') throw new Error(outcome.kind === 'off' ? 'off' : outcome.detail);
    return outcome;
  }

  function of(rows: readonly Row[], database: string): Row | undefined {
    return rows.find(({ labels }) => labels['database'] === database);
  }

  test.each(['storage', 'integrity'])('tell each of their own %s', async (name) => {
    const { rows, blind } = await look(name);

    expect(new Set(rows.map(({ labels }) => labels['replica']))).toEqual(
      new Set(['sql-1', 'sql-2']),
    );
    expect(blind).toEqual([]);
  });

  test('count the newest backup of any, and no gap where each wrote every other log', async () => {
    const { rows } = await look('backup-freshness');
    const alone = await look('backup-freshness', [one]);
    const shared = of(rows, 'Hartonomous');

    expect(shared).toMatchObject({
      labels: { replica: 'all' },
      values: { none_counts: 0, chain_broken: 0, chain_why: null },
    });
    // The primary by itself sees no differential and half of the logs, so both are older than they are.
    const alones = of(alone.rows, 'Hartonomous')?.values;
    expect(shared?.values['full_age_minutes']).toBe(alones?.['full_age_minutes']);
    expect(Number(shared?.values['diff_age_minutes'])).toBeLessThan(
      Number(alones?.['diff_age_minutes']),
    );
    expect(Number(shared?.values['log_age_minutes'])).toBeLessThanOrEqual(
      Number(alones?.['log_age_minutes']),
    );
    expect(
      rows.map(({ labels }) => `${labels['database']} ${labels['replica']}`).toSorted(),
    ).toEqual(['Hartonomous all', 'master sql-1', 'master sql-2', 'msdb sql-1', 'msdb sql-2']);
  });

  test('say as one server does, where one of them took all', async () => {
    const check = sqlChecks.get('backup-freshness');
    if (check === undefined) throw new Error('no check');
    const whole = await replica('sql-3');
    try {
      await whole.world.engine.admin.run("UPDATE msdb.dbo.backupset SET server_name = 'SQL-3'");
      const { outcome } = await probe(check, {
        environment: 'test',
        sqlServer: whole.reader,
        newest: () => undefined,
        now: () => whole.world.now(),
      });
      const { rows } = await look('backup-freshness', [whole]);

      const byDatabase = (found: readonly Row[]) =>
        found
          .map(({ labels, values }) => ({ database: labels['database'], values }))
          .toSorted((left, right) => String(left.database).localeCompare(String(right.database)));
      const single = outcome.kind === 'rows' ? outcome.rows : [];

      expect(single).not.toEqual([]);
      expect(byDatabase(rows)).toEqual(byDatabase(single));
    } finally {
      await whole.reader.close();
      await whole.server.close();
      await whole.world.close();
    }
  });

  test('S21 of which two are the primary of a fork of their own count by the worse, and are named', async () => {
    for (const { world } of [one, two])
      world.setFault('availability-group', true, { role: 'PRIMARY' });
    const together = await look('backup-freshness');
    expect(of(together.rows, 'Hartonomous')?.values).toMatchObject({
      none_counts: 0,
      histories_part: 0,
    });

    two.world.databases.changeBody('Hartonomous', { fork: randomUUID() }, two.world.now());
    two.world.changed();
    const { rows } = await look('backup-freshness');

    expect(of(rows, 'Hartonomous')).toMatchObject({
      labels: { replica: 'all' },
      values: {
        none_counts: 1,
        histories_part: 1,
        histories_why: 'sql-1 and sql-2 each say that they are it',
      },
    });
  });

  test('are told apart from one that is down, which is named', async () => {
    two.world.setFault('sql-server-down', true);
    try {
      await expect
        .poll(async () => (await look('storage')).blind)
        .toMatchObject([{ labels: { replica: 'sql-2' }, reason: 'unreachable' }]);
      const { rows } = await look('storage');

      expect(new Set(rows.map(({ labels }) => labels['replica']))).toEqual(new Set(['sql-1']));
    } finally {
      two.world.setFault('sql-server-down', false);
    }
  });
});
