/** The things of the simulated deployment and their ids, shared by the parts that describe them. */

export const SERVER_NAME = 'SQL-PROD';

export const databaseIds = {
  master: 1,
  tempdb: 2,
  model: 3,
  msdb: 4,
  Hartonomous: 5,
} as const;
export type DatabaseName = keyof typeof databaseIds;

export const databaseNames: readonly DatabaseName[] = [
  'master',
  'tempdb',
  'model',
  'msdb',
  'Hartonomous',
];

/** Databases that can be connected to; each has its own catalogue views. */
export const attached = ['Hartonomous', 'msdb', 'master', 'tempdb'] as const;

const FIRST_OBJECT = 581577110;

export const tableNames = [
  'Atom',
  'AtomEmbedding',
  'InferenceRequest',
  'OODALoopMetrics',
  'AutonomousImprovementHistory',
  'LearningMetrics',
  'Neo4jSyncLog',
  'Neo4jSyncDeadLetterQueue',
  'IngestionJob',
  'BackgroundJob',
  'PendingActions',
  'AtomHistory',
  'InferenceCache_InMemory',
  'CachedActivations_InMemory',
  'BillingUsageLedger_InMemory',
  'SessionPaths_InMemory',
  'HartResyncEntity',
  'HartResyncProgress',
  'HartTakenMessage',
] as const;

export const procedureNames = [
  'sp_Analyze',
  'sp_Hypothesize',
  'sp_Act',
  'sp_Learn',
  'sp_EnqueueNeo4jSync',
  'hart_RecordOODAPhase',
  'hart_Analyze',
  'hart_Hypothesize',
  'hart_Act',
  'hart_Learn',
  'sp_ResyncAllProvenanceToNeo4j',
  'hart_EndResyncDialogs',
  'hart_SendSyncRequest',
  'hart_SetQueue',
  'hart_EndConversations',
  'hart_TakeMessage',
  'hart_RequeueDeadLetter',
  'hart_DismissDeadLetter',
  'hart_CheckDatabase',
  'hart_ProveRestore',
  'hart_MarkSetAside',
] as const;

export const viewNames = ['vw_QueryPerformanceMetrics'] as const;
export const synonymNames = ['InferenceRequests'] as const;

export interface QueueThing {
  readonly name: string;
  readonly service: string;
  readonly contract: string;
  readonly messageType: string;
  /** The procedure that Service Broker starts; null where a program outside receives. */
  readonly activation: string | null;
  /** POISON_MESSAGE_HANDLING. */
  readonly poisonHandling: boolean;
  readonly objectId: number;
  readonly internalTableId: number;
  readonly serviceId: number;
  readonly contractId: number;
  readonly messageTypeId: number;
}

function makeQueue(
  index: number,
  name: string,
  service: string,
  contract: string,
  messageType: string,
  activation: string | null,
  poisonHandling = true,
): QueueThing {
  return {
    name,
    service,
    contract,
    messageType,
    activation,
    poisonHandling,
    objectId: 1205579333 + index * 32,
    internalTableId: 1205579349 + index * 32,
    serviceId: 65536 + index,
    contractId: 65600 + index,
    messageTypeId: 65700 + index,
  };
}

const loop = (index: number, phase: string, activation: string | null) =>
  makeQueue(
    index,
    `${phase}Queue`,
    `${phase}Service`,
    `//Hartonomous/AutonomousLoop/${phase}Contract`,
    `//Hartonomous/AutonomousLoop/${phase}Message`,
    activation,
  );

export const queues: readonly QueueThing[] = [
  loop(0, 'Analyze', null),
  loop(1, 'Hypothesize', '[dbo].[hart_Hypothesize]'),
  loop(2, 'Act', '[dbo].[hart_Act]'),
  loop(3, 'Learn', '[dbo].[hart_Learn]'),
  makeQueue(4, 'InitiatorQueue', '//Hartonomous/Service/Initiator', 'DEFAULT', 'DEFAULT', null),
  makeQueue(
    5,
    'Neo4jSyncQueue',
    'Neo4jSyncService',
    'Neo4jSyncContract',
    'Neo4jSyncRequest',
    null,
    false,
  ),
  makeQueue(
    6,
    'InferenceQueue',
    'InferenceService',
    'InferenceJobContract',
    'InferenceJobRequest',
    null,
  ),
  makeQueue(7, 'IngestionQueue', 'IngestionService', 'IngestionContract', 'IngestionRequest', null),
];

export const phases = ['Analyze', 'Hypothesize', 'Act', 'Learn'] as const;
export type PhaseName = (typeof phases)[number];

/** The object id of a table, procedure, view or synonym of dbo. */
export function objectId(name: string): number {
  const all: readonly string[] = [...tableNames, ...procedureNames, ...viewNames, ...synonymNames];
  const index = all.indexOf(name);
  if (index < 0) throw new TypeError(`no object ${name}`);
  return FIRST_OBJECT + index * 16;
}

/** A queue that is known to be there. */
export function queueNamed(name: string): QueueThing {
  const found = queues.find((queue) => queue.name === name);
  if (!found) throw new TypeError(`no queue ${name}`);
  return found;
}
