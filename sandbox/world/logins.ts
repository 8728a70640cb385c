import { queues } from './things.ts';

/** What a login was given, as `sql/install/` gives it. */
export interface LoginGrants {
  readonly name: string;
  readonly serverRights: readonly string[];
  readonly serverRoles: readonly string[];
  /** `database.role`. */
  readonly databaseRoles: readonly string[];
  /** `database.schema.object`, with SELECT. */
  readonly reads: readonly string[];
  /** `database.schema.object`, with EXECUTE. */
  readonly executes: readonly string[];
}

const productTables = [
  'OODALoopMetrics',
  'AutonomousImprovementHistory',
  'LearningMetrics',
  'InferenceRequest',
  'InferenceRequests',
  'Neo4jSyncLog',
  'Neo4jSyncDeadLetterQueue',
  'IngestionJob',
  'BackgroundJob',
  'PendingActions',
  'Atom',
  'AtomEmbedding',
  'vw_QueryPerformanceMetrics',
];
const history = [
  'backupset',
  'backupmediafamily',
  'backupmediaset',
  'restorehistory',
  'suspect_pages',
];

/** The login that watches: sees much, changes nothing. */
export const readerGrants = (version: 15 | 16): LoginGrants => ({
  name: 'hart_reader',
  serverRights: [
    ...(version >= 16
      ? ['VIEW SERVER PERFORMANCE STATE', 'VIEW SERVER SECURITY STATE']
      : ['VIEW SERVER STATE']),
    'VIEW ANY DEFINITION',
    'CONNECT ANY DATABASE',
  ],
  serverRoles: [],
  databaseRoles: ['msdb.SQLAgentReaderRole'],
  reads: [
    ...productTables.map((name) => `Hartonomous.dbo.${name}`),
    ...queues.map(({ name }) => `Hartonomous.dbo.${name}`),
    ...history.map((name) => `msdb.dbo.${name}`),
  ],
  executes: [],
});

/** The login that acts, opened only by an approved run. */
export const operatorGrants = (): LoginGrants => ({
  name: 'hart_operator',
  serverRights: [],
  serverRoles: ['dbcreator'],
  databaseRoles: [
    'Hartonomous.db_backupoperator',
    'master.db_backupoperator',
    'msdb.db_backupoperator',
  ],
  reads: history.map((name) => `msdb.dbo.${name}`),
  executes: ['Hartonomous.dbo.sp_ResyncAllProvenanceToNeo4j'],
});
