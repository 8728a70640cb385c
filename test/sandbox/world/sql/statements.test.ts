import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine, Session } from '../../../../sandbox/world/sql/engine-types.ts';
import { createFixture, type Given, openFixture, rowsOf, statement } from './fixture.ts';

interface Case {
  readonly given?: Given;
  readonly rows: readonly (readonly unknown[])[];
  /** The statement has no ORDER BY. */
  readonly anyOrder?: true;
}

const table: Given = { table: ['nvarchar', 'Atom_Embedding'] };
const threeDatabases: Given = {
  db1: ['nvarchar', 'hartonomous'],
  db2: ['nvarchar', 'Archive'],
  db3: ['nvarchar', 'msdb'],
};
const hartonomous: Given = { database: ['nvarchar', 'Hartonomous'] };
const at = (time: string) => `2026-03-01T${time}:00.000`;

/** Statement → rows, worked out by hand from fixture.sql. */
const cases: Readonly<Record<string, Case>> = {
  config: {
    rows: [
      ['clr enabled', 1, 1, false],
      ['clr strict security', 1, 0, true],
      ['max server memory (MB)', 81920, 81920, true],
    ],
  },
  'drift-database': {
    given: { database: ['nvarchar', 'HARTONOMOUS  '] },
    rows: [['Hartonomous', 160, 'FULL', 'CHECKSUM', true, true, false, true]],
  },
  'read-view': {
    // LIKE: the _ of the name matches AtomXEmbedding too
    given: { top: ['int', 3], ...table },
    rows: [
      [
        1n,
        102n,
        'sp_Find',
        'SELECT * FROM dbo.Atom_Embedding',
        4n,
        34,
        60,
        2.05,
        22.5,
        2n,
        at('11:50'),
      ],
      [
        1n,
        101n,
        'sp_Find',
        'SELECT * FROM dbo.Atom_Embedding',
        8n,
        2.5,
        9,
        0.875,
        17.5,
        0n,
        at('11:30'),
      ],
      [2n, 103n, null, 'SELECT 1 FROM dbo.AtomXEmbedding', 4n, 0.5, 0.7, 0.1, 2, 0n, at('11:00')],
    ],
  },
  'slow-queries-direct': {
    given: { top: ['int', 5], ...table, windowMinutes: ['int', 120], minExecutions: ['int', 5] },
    rows: [['1', 'sp_Find', 'SELECT * FROM dbo.Atom_Embedding', 2, '10', 3.6, 9, '2', at('11:50')]],
  },
  'ooda-as-written': {
    given: { windowMinutes: ['int', 60] },
    anyOrder: true,
    rows: [
      ['Act', 1, 10, 0, at('11:55')],
      ['Analyze', 2, 200.5, 1, at('11:50')],
      ['Hypothesize', 0, null, 0, null],
      ['Learn', 0, null, 0, null],
    ],
  },
  'ooda-with-last-run-ever': {
    given: { windowMinutes: ['int', 60], lookbackDays: ['int', 7] },
    rows: [
      ['Analyze', 2, 200.5, 1, at('11:50'), 10],
      ['Hypothesize', 0, null, 0, at('08:00'), 240],
      ['Act', 1, 10, 0, at('11:55'), 5],
      ['Learn', 0, null, 0, null, null],
    ],
  },
  'spatial-usage': {
    rows: [
      ['dbo', 'AtomEmbedding', 'SIX_A', false, 42n, 1n, at('06:59')],
      ['dbo', 'AtomEmbedding', 'SIX_B', true, null, null, null],
    ],
  },
  'spatial-plan-evidence-as-written': { rows: [[1009n]] },
  'spatial-plan-evidence-in-window': {
    given: { ...table, windowMinutes: ['int', 120] },
    rows: [[3, 2, '9']],
  },
  'queues-as-written': {
    rows: [
      ['dbo', 'ActQueue', 1200n, false, true, true, '[dbo].[sp_Act]', 1, true, false].concat([
        'NOTIFIED',
        1,
        '2026-03-01T11:58:20.000',
        at('11:00'),
        2,
      ] as never[]),
      [
        'dbo',
        'AnalyzeQueue',
        7n,
        true,
        true,
        false,
        null,
        0,
        true,
        false,
        null,
        null,
        null,
        null,
        0,
      ],
    ],
  },
  'queues-robust': {
    rows: [
      ['dbo', 'ActQueue', '1200', false, true, true, '[dbo].[sp_Act]', 1, true, false].concat([
        'NOTIFIED',
        1,
        100,
        -17900,
        2,
      ] as never[]),
      [
        'dbo',
        'AnalyzeQueue',
        '7',
        true,
        true,
        false,
        null,
        0,
        true,
        false,
        null,
        null,
        null,
        null,
        0,
      ],
      ['dbo', 'NewQueue', null, true, true, false, null, 0, true, false, null, null, null, null, 0],
    ],
  },
  'undelivered-as-written': {
    anyOrder: true,
    rows: [
      ['ActService', 'LearnService', 3n, at('11:00'), 'no route'],
      ['AnalyzeService', 'ActService', 1n, at('11:59'), ''],
    ],
  },
  'undelivered-capped': {
    given: { cap: ['int', 100] },
    rows: [
      ['ActService', 'LearnService', 3, 3600, 1, 'no route'],
      ['AnalyzeService', 'ActService', 1, 60, 0, ''],
    ],
  },
  'portable-percentiles': { given: { windowMinutes: ['int', 60] }, rows: [[5, 300, 480, 496]] },
  'backup-freshness': {
    given: { lookbackDays: ['int', 30], database: ['nvarchar', '%'] },
    rows: [
      ['Archive', 'FULL', 'RESTORING', null, null, null, null, 0],
      ['Hartonomous', 'FULL', 'ONLINE', 1500, 300, 10, 200, 1],
      ['master', 'SIMPLE', 'ONLINE', null, null, null, null, 0],
      ['msdb', 'SIMPLE', 'ONLINE', null, null, null, null, 0],
    ],
  },
  'history-for-planner': {
    given: { database: ['nvarchar', 'Graph'], sinceLocal: ['varchar', '2026-03-01T00:00:00'] },
    rows: [
      [
        ...[11, 'AAAAAAAA-0000-0000-0000-000000000001', 11, 1, 'L', 'Graph', 'SQL1', 'FULL'],
        ...['17126786000011867500001', '17126786000011867700001', '17126786000011867600001'],
        ...['99000000002400001', null, null, null],
        ...['AAAAAAAA-0000-0000-0000-000000000002', 'AAAAAAAA-0000-0000-0000-000000000003'],
        ...['AAAAAAAA-0000-0000-0000-000000000004', 'AAAAAAAA-0000-0000-0000-000000000004'],
        ...['2026-03-01T06:00:00.003', '2026-03-01T06:00:01', -20, -300],
        ...[false, false, false, false, true, false, false, '9007199254740993', '4096', 16],
        ...[null, null, 1, 1, 0, 2, 'D:\\g.trn'],
      ],
    ],
  },
  'restore-test-age': {
    given: hartonomous,
    rows: [['Hart_test', '2026-02-27T23:00:00.000', 2]],
  },
  'log-chain-live-state': {
    given: threeDatabases,
    rows: [
      ['Archive', 'FULL', null, 1],
      ['Hartonomous', 'FULL', '17126786000011867700001', 0],
      ['msdb', 'SIMPLE', null, 0],
    ],
  },
  'database-state-and-log-reuse': {
    given: hartonomous,
    rows: [
      [5, 'Hartonomous', 'ONLINE', 'MULTI_USER', false, false, 'FULL', 'LOG_BACKUP', 'CHECKSUM'],
    ],
  },
  'log-space': { rows: [[1024, 512, 50, '64', 'LOG_BACKUP', '2026-03-01T06:50:00']] },
  'file-space': {
    rows: [
      [1, 'ROWS', 'Hart', 'D:\\Hart.mdf', 'ONLINE', 2343750n, 1000000n, null, false, 64],
      [2, 'LOG', 'Hart_log', 'D:\\Hart.ldf', 'ONLINE', 1024n, 100n, 2097152n, true, 10],
    ],
  },
  'query-store-state': {
    rows: [['READ_WRITE', 'READ_ONLY', 65536, 9000, 10000, 90, 5, 'AUTO', 'AUTO']],
  },
  'forced-plan-failures': { rows: [['1', '101', '3', 'NO_INDEX']] },
  'ag-replicas': {
    rows: [
      [
        'AG1',
        'SQL1',
        'SYNCHRONOUS_COMMIT',
        'AUTOMATIC',
        'PRIMARY',
        'CONNECTED',
        'HEALTHY',
        'ONLINE',
        true,
        null,
        null,
      ],
      ['AG1', 'SQL2', 'ASYNCHRONOUS_COMMIT', 'MANUAL', null, null, null, null, null, null, null],
    ],
  },
  'ag-database-lag': {
    rows: [
      [
        'Hartonomous',
        'Hartonomous',
        'SQL1',
        true,
        true,
        'SYNCHRONIZED',
        'HEALTHY',
        false,
        null,
        null,
        null,
        null,
        null,
        0,
        '17126786000011867700001',
      ],
      [
        null,
        'Hartonomous',
        'SQL2',
        false,
        false,
        'SYNCHRONIZING',
        'PARTIALLY_HEALTHY',
        true,
        'SUSPEND_FROM_USER',
        100,
        3000,
        3,
        90,
        90,
        '17126786000011867500001',
      ],
    ],
  },
  'preferred-backup-replica': { given: hartonomous, rows: [[true]] },
  tde: {
    given: threeDatabases,
    rows: [
      ['Archive', false, null, null, null, null, null, null],
      ['Hartonomous', true, 3, 0, 'AES', 256, 'CERTIFICATE', 'abcd'],
      ['msdb', false, null, null, null, null, null, null],
    ],
  },
  'connection-encryption': {
    rows: [
      ['Shared memory', 'FALSE', 'SQL', 1],
      ['TCP', 'FALSE', 'SQL', 1],
      ['TCP', 'TRUE', 'SQL', 2],
    ],
  },
  'unencrypted-or-sa': {
    rows: [
      [60, 'app', 'web1', 'api', '10.0.0.2', 'FALSE'],
      [62, 'sa', 'web3', 'ssms', '<local machine>', 'FALSE'],
    ],
  },
  'blocking-waiters': {
    given: { minWaitMs: ['int', 5000] },
    rows: [
      [61, 60, 'LCK_M_X', 20000, 'KEY: 5', 'UPDATE', 'Hartonomous', 'app', 'web2', 'api'].concat([
        'app',
        'web1',
        'api',
        'sleeping',
        1,
        1,
        'BEGIN TRAN; UPDATE dbo.Atom …',
      ] as never[]),
      [62, 61, 'LCK_M_S', 10000, 'KEY: 6', 'SELECT', 'Hartonomous', 'sa', 'web3', 'ssms'].concat([
        'app',
        'web2',
        'api',
        'suspended',
        1,
        0,
        null,
      ] as never[]),
    ],
  },
  'head-blockers-recursive': { rows: [[60, 2, 20000, 2]] },
  'last-checkdb': {
    rows: [
      ['Archive', 'RESTORING', null, null, null],
      ['Hartonomous', 'ONLINE', '2026-02-27T19:30:00', 0, 36],
      ['master', 'ONLINE', '1900-01-01T00:00:00', 1, null],
      ['msdb', 'ONLINE', null, null, null],
    ],
  },
  'suspect-pages': { rows: [['Hartonomous', 5, 1, '4711', 2, 3]] },
  conversations: {
    rows: [
      ['CONVERSING', 2n],
      ['CLOSED', 1n],
    ],
  },
  'probe-permissions': { rows: [[1, 1, 201, null, '16.0.4100.1', 3, 16]] },
  'partition-head-room': {
    given: { function: ['nvarchar', 'PF_Month'] },
    rows: [['PF_Month', true, 3, 1, '2026-04-01T00:00:00.000']],
  },
  'sleeping-sessions-with-open-transaction': {
    given: { minSeconds: ['int', 60] },
    rows: [[60, 'app', 'web1', 'api', 'sleeping', 1, 20]],
  },
  'long-running-requests': {
    given: { minMs: ['int', 10000] },
    rows: [
      [61, 'UPDATE', 'suspended', 'LCK_M_X', 21000, 0, 'Hartonomous'],
      [62, 'SELECT', 'suspended', 'LCK_M_S', 11000, 0, 'Hartonomous'],
    ],
  },
  'backup-pre-flight': {
    given: hartonomous,
    rows: [['Hartonomous', 'FULL', 'ONLINE', false, 1, 1]],
  },
};

let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await createFixture();
  session = await openFixture(engine);
  await session.query(statement('slow-queries-view'));
});
afterAll(() => {
  session.close();
  engine.close();
});

test.each(Object.entries(cases))(
  '%s answers the rows worked out by hand',
  async (name, expected) => {
    const rows = await rowsOf(session, statement(name), expected.given);

    const sorted = expected.anyOrder ? rows.toSorted() : rows;
    expect(sorted.map((row) => row.map(comparable))).toEqual(expected.rows);
  },
);

/** Decimals come as text; here their value matters. */
function comparable(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+\.\d+$/.test(value) ? Number(value) : value;
}

test('every statement has its rows', () => {
  const files = readdirSync(new URL('./statements/', import.meta.url)).map((name) =>
    name.replace('.sql', ''),
  );

  expect(files.filter((name) => name !== 'slow-queries-view').toSorted()).toEqual(
    Object.keys(cases).toSorted(),
  );
});
