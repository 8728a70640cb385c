import type { Given } from './fixture.ts';

/** What a statement is given and what it must answer. */
export interface Case {
  readonly given?: Given;
  readonly rows: readonly (readonly unknown[])[];
  /** The statement has no ORDER BY. */
  readonly anyOrder?: true;
}

const table: Given = { table: ['nvarchar', 'Atom_Embedding'] };
const at = (time: string) => `2026-03-01T${time}:00.000`;

/** Statements about the product: rows worked out by hand from fixture.sql. */
export const productRows: Readonly<Record<string, Case>> = {
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
      [
        'dbo',
        'ActQueue',
        1200n,
        false,
        true,
        true,
        '[dbo].[sp_Act]',
        1,
        true,
        false,
        'NOTIFIED',
        1,
        '2026-03-01T11:58:20.000',
        at('11:00'),
        2,
      ],
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
      [
        'dbo',
        'ActQueue',
        '1200',
        false,
        true,
        true,
        '[dbo].[sp_Act]',
        1,
        true,
        false,
        'NOTIFIED',
        1,
        100,
        -17900,
        2,
      ],
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
};
