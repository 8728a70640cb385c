/** SELECT on a whole object, or on some of its columns. */
export type ReadGrant = 'all' | readonly string[];

/** What a login was given, as `sql/install/` gives it. */
export interface LoginGrants {
  readonly name: string;
  readonly serverRights: readonly string[];
  readonly serverRoles: readonly string[];
  /** `database.role`. */
  readonly databaseRoles: readonly string[];
  /** By `database.schema.object`. */
  readonly reads: Readonly<Record<string, ReadGrant>>;
  /** Procedures, by `database.schema.name`. */
  readonly executes: readonly string[];
}

const inference = [
  'InferenceId',
  'TenantId',
  'RequestTimestamp',
  'CompletionTimestamp',
  'Status',
  'TotalDurationMs',
  'CacheHit',
  'ModelId',
];

/** Some columns instead of whole tables where rows carry what tenants wrote. */
const productTables: Readonly<Record<string, ReadGrant>> = {
  OODALoopMetrics: 'all',
  AutonomousImprovementHistory: [
    'ImprovementId',
    'StartedAt',
    'CompletedAt',
    'ExecutedAt',
    'Success',
  ],
  LearningMetrics: 'all',
  PendingActions: [
    'ActionId',
    'ActionType',
    'Status',
    'RiskLevel',
    'CreatedUtc',
    'ApprovedUtc',
    'ExecutedUtc',
  ],
  InferenceRequest: inference,
  IngestionJob: [
    'IngestionJobId',
    'TenantId',
    'JobStatus',
    'TotalAtomsProcessed',
    'CreatedAt',
    'LastUpdatedAt',
  ],
  BackgroundJob: [
    'JobId',
    'JobType',
    'Status',
    'AttemptCount',
    'CreatedAtUtc',
    'ScheduledAtUtc',
    'StartedAtUtc',
    'CompletedAtUtc',
    'TenantId',
  ],
  Neo4jSyncLog: [
    'LogId',
    'EntityType',
    'EntityId',
    'SyncType',
    'SyncStatus',
    'RetryCount',
    'SyncTimestamp',
  ],
  Neo4jSyncDeadLetterQueue: ['DeadLetterId', 'ConversationHandle', 'ErrorTimestamp'],
  Atom: ['AtomId', 'TenantId', 'CreatedAt', 'ModifiedAt'],
  AtomEmbedding: ['AtomEmbeddingId', 'AtomId', 'TenantId', 'CreatedAt'],
  AnalyzeQueue: 'all',
  HypothesizeQueue: 'all',
  ActQueue: 'all',
  LearnQueue: 'all',
  InitiatorQueue: 'all',
  Neo4jSyncQueue: 'all',
  InferenceQueue: 'all',
  IngestionQueue: 'all',
};

const history = ['backupset', 'backupmediaset', 'backupmediafamily', 'restorehistory'];

function within(
  database: string,
  grants: Readonly<Record<string, ReadGrant>>,
): Readonly<Record<string, ReadGrant>> {
  return Object.fromEntries(
    Object.entries(grants).map(([name, grant]) => [`${database}.dbo.${name}`, grant]),
  );
}

/** What tells whether jobs back up or clean, and whether the log is shipped: no more of them. */
const jobs: Readonly<Record<string, ReadGrant>> = {
  sysjobs: ['job_id', 'name', 'enabled'],
  sysjobsteps: ['job_id', 'database_name', 'command'],
  log_shipping_primary_databases: ['primary_database'],
  log_shipping_secondary_databases: ['secondary_database'],
};

/** Which messages were taken away, without their bodies. */
const takenColumns = [
  'TakenId',
  'RunId',
  'QueueName',
  'ConversationHandle',
  'MessageType',
  'QueuingOrder',
  'WhatBecameOfIt',
  'TakenAt',
];

const whole = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, 'all'] as const));

/** The login that watches: sees much, changes nothing. */
export function readerGrants(version: 15 | 16): LoginGrants {
  const state =
    version >= 16
      ? ['VIEW SERVER PERFORMANCE STATE', 'VIEW SERVER SECURITY STATE']
      : ['VIEW SERVER STATE'];
  return {
    name: 'hart_reader',
    serverRights: [...state, 'VIEW ANY DEFINITION', 'VIEW ANY DATABASE'],
    serverRoles: [],
    databaseRoles: [],
    reads: {
      ...within('Hartonomous', productTables),
      ...within('Hartonomous', whole(['HartResyncProgress', 'HartResyncEntity'])),
      ...within('Hartonomous', { HartTakenMessage: takenColumns }),
      ...within('msdb', whole([...history, 'suspect_pages'])),
      ...within('msdb', jobs),
    },
    executes: [],
  };
}

/** What the optional files of `sql/install` add, in the product's database and in master. */
const repairs = [
  'sp_ResyncAllProvenanceToNeo4j',
  'hart_EndResyncDialogs',
  'hart_SetQueue',
  'hart_EndConversations',
  'hart_TakeMessage',
  'hart_RequeueDeadLetter',
  'hart_DismissDeadLetter',
  'hart_CheckDatabase',
  'hart_ProveRestore',
  'hart_MarkSetAside',
];
const signed = ['hart_SetTrustworthy', 'hart_SetOwner', 'hart_KillSession'];

/** The login that acts, opened only by an approved run. */
export function operatorGrants(): LoginGrants {
  return {
    name: 'hart_operator',
    serverRights: [],
    serverRoles: ['dbcreator'],
    databaseRoles: [
      'Hartonomous.db_backupoperator',
      'master.db_backupoperator',
      'msdb.db_backupoperator',
    ],
    reads: {
      ...within('msdb', whole(history)),
      ...within('Hartonomous', whole(['HartResyncProgress', 'HartResyncEntity'])),
    },
    executes: [
      ...repairs.map((name) => `Hartonomous.dbo.${name}`),
      ...signed.map((name) => `master.dbo.${name}`),
    ],
  };
}
