import { actingFaults } from './acting-faults.ts';

export interface FaultParameter {
  readonly type: 'string' | 'number';
  readonly description: string;
  readonly default?: string | number;
  readonly choices?: readonly string[];
}

export interface FaultDescription {
  readonly name: FaultName;
  /** One line for the page: what breaks, and how it shows. */
  readonly description: string;
  readonly parameters?: Readonly<Record<string, FaultParameter>>;
}

const queueNames = [
  'AnalyzeQueue',
  'HypothesizeQueue',
  'ActQueue',
  'LearnQueue',
  'InitiatorQueue',
  'Neo4jSyncQueue',
  'InferenceQueue',
  'IngestionQueue',
] as const;

const queue = (
  standard: (typeof queueNames)[number],
): Readonly<Record<string, FaultParameter>> => ({
  queue: { type: 'string', description: 'which queue', default: standard, choices: queueNames },
});

const replica: Readonly<Record<string, FaultParameter>> = {
  replica: {
    type: 'string',
    description: 'which replica',
    default: 'api-1',
    choices: ['api-1', 'api-2', 'all'],
  },
};

const faults = [
  {
    name: 'ooda-stalled',
    description: 'The OODA loop stands still: the last phase ran three hours ago.',
    parameters: {
      minutes: { type: 'number', description: 'minutes since the last phase', default: 180 },
    },
  },
  {
    name: 'ooda-failures',
    description: 'The Act phase fails in every cycle.',
    parameters: {
      phase: {
        type: 'string',
        description: 'which phase fails',
        default: 'Act',
        choices: ['Analyze', 'Hypothesize', 'Act', 'Learn'],
      },
    },
  },
  {
    name: 'slow-queries',
    description: 'The search on AtomEmbedding takes 640 ms on average, as Query Store shows.',
    parameters: { ms: { type: 'number', description: 'average duration', default: 640 } },
  },
  {
    name: 'spatial-index-disabled',
    description: 'The spatial index of AtomEmbedding is disabled; searches scan the table.',
  },
  {
    name: 'queue-flooded',
    description: 'A queue holds 1,480 messages and grows by 95 a minute; its reader is too slow.',
    parameters: {
      ...queue('Neo4jSyncQueue'),
      depth: { type: 'number', description: 'messages at the start', default: 1480 },
      perMinute: {
        type: 'number',
        description: 'messages a minute that arrive and are not read',
        default: 95,
      },
    },
  },
  {
    name: 'queue-disabled',
    description: 'A queue is switched off: neither receive nor enqueue, messages wait.',
    parameters: queue('ActQueue'),
  },
  {
    name: 'activation-stuck',
    description: 'Activation is NOTIFIED, yet no reader runs and messages grow old.',
    parameters: queue('HypothesizeQueue'),
  },
  {
    name: 'poison-loop',
    description: 'The same message comes back to the head of the queue after every rollback.',
    parameters: queue('Neo4jSyncQueue'),
  },
  {
    name: 'undelivered-messages',
    description: 'Messages stay in the transmission queue with an error.',
  },
  {
    name: 'inference-slow',
    description: 'Inference takes many times as long: p95 above two seconds.',
    parameters: { factor: { type: 'number', description: 'times as long as usual', default: 15 } },
  },
  { name: 'query-store-readonly', description: 'Query Store is full and has turned read-only.' },
  {
    name: 'config-drift',
    description: 'Settings differ from what was agreed: memory, clr strict security, TRUSTWORTHY.',
  },
  {
    name: 'log-backups-missed',
    description: 'The last log backup is 50 minutes old and no new one comes.',
  },
  {
    name: 'log-chain-broken',
    description:
      'A log backup is missing from the history: the chain has a gap, and no full or differential comes.',
  },
  {
    name: 'backup-file-corrupt',
    description: 'The file of the newest full backup cannot be read back.',
  },
  {
    name: 'backup-set-damaged',
    description: 'The newest full backup was written with errors: is_damaged.',
  },
  {
    name: 'sql-server-down',
    description: 'SQL Server is gone: connections break, new ones are refused.',
  },
  {
    name: 'sql-server-slow',
    description: 'Every statement of SQL Server takes some seconds.',
    parameters: { ms: { type: 'number', description: 'added to every statement', default: 4000 } },
  },
  {
    name: 'permission-denied',
    description: 'The reader login has lost a right.',
    parameters: {
      permission: {
        type: 'string',
        description: 'VIEW SERVER STATE, VIEW ANY DEFINITION, SELECT …',
        default: 'VIEW SERVER STATE',
      },
      object: { type: 'string', description: 'for rights on one object: dbo.OODALoopMetrics' },
      login: { type: 'string', description: 'which login', default: 'hart_reader' },
    },
  },
  {
    name: 'object-missing',
    description: 'An object is gone: whoever names it gets Msg 208.',
    parameters: {
      object: { type: 'string', description: 'schema and name', default: 'dbo.OODALoopMetrics' },
    },
  },
  { name: 'neo4j-down', description: 'Neo4j is gone: connections break, new ones are refused.' },
  {
    name: 'graph-drift',
    description: 'The graph lacks atoms that SQL Server has.',
    parameters: { atoms: { type: 'number', description: 'how many are missing', default: 1310 } },
  },
  {
    name: 'sync-failures',
    description: 'Synchronising atoms to Neo4j fails and is tried again and again.',
  },
  {
    name: 'dead-letters',
    description: 'Messages that the sync worker could not parse lie in the dead letter table.',
    parameters: { letters: { type: 'number', description: 'how many', default: 7 } },
  },
  {
    name: 'api-down',
    description: 'A replica of the API refuses connections.',
    parameters: replica,
  },
  {
    name: 'api-certificate-expiring',
    description: 'The API certificate expires within days.',
    parameters: { ...replica, days: { type: 'number', description: 'days left', default: 9 } },
  },
  {
    name: 'worker-stalled',
    description: 'A worker has stopped: its work piles up.',
    parameters: {
      worker: {
        type: 'string',
        description: 'which worker',
        default: 'Ingestion',
        choices: ['Ingestion', 'Neo4jSync', 'EmbeddingGenerator'],
      },
    },
  },
  {
    name: 'disk-full',
    description: 'The data volume has 4 percent left.',
    parameters: { percent: { type: 'number', description: 'percent free', default: 4 } },
  },
  {
    name: 'log-not-truncating',
    description: 'An open transaction holds the log: it is 91 percent full and grows.',
  },
  {
    name: 'suspect-page',
    description: 'A page of Hartonomous could not be read: msdb lists it as suspect.',
  },
  { name: 'slack-down', description: 'Slack answers nothing.' },
  {
    name: 'slack-rate-limited',
    description: 'Slack answers every second call of a method with 429 and Retry-After.',
  },
  { name: 'slack-redelivers', description: 'Slack delivers every envelope three times.' },
  { name: 'socket-drops', description: 'The socket to Slack breaks every few seconds.' },
  {
    name: 'socket-silent',
    description: 'The sockets that are open stay so and carry nothing more; new ones work.',
  },
  { name: 'channel-archived', description: 'Somebody archived #ops: it takes no message.' },
  { name: 'edits-refused', description: 'Slack lets no message be edited any more.' },
  ...actingFaults,
] as const;

export type FaultName = (typeof faults)[number]['name'];

/** Every fault that the world knows, in the order in which the page shows them. */
export const faultCatalogue: readonly FaultDescription[] = faults;
