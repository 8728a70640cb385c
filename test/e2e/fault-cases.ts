/** A fault of the world, and what people must see of it. */
export interface FaultCase {
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
export const faultRounds: readonly (readonly FaultCase[])[] = [
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
      // that more was exposed than may be lost is said for a day
      passes: 'PT24H20M',
    },
    {
      fault: 'backup-set-damaged',
      line: 'Backups',
      check: 'backup-freshness',
      state: 'critical',
      alert: 'Backup damaged',
      says: ['Hartonomous', 'damaged'],
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
      says: ['HypothesizeQueue', 'Nobody reads'],
    },
    {
      fault: 'poison-loop',
      line: 'Queues',
      check: 'queues',
      state: 'critical',
      alert: 'Poison message',
      // with others at once: a stalled worker leaves the same head too
      says: ['Neo4jSyncQueue'],
    },
    {
      fault: 'query-store-readonly',
      line: 'Queries',
      check: 'query-store',
      state: 'warning',
      alert: 'Query Store not recording',
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
];
