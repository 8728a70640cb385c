/** An item of the operational runbook that comes with the product. */
export interface RunbookTask {
  /** Stable: what is written in the store. */
  readonly name: string;
  readonly every: 'day' | 'week' | 'month';
  readonly title: string;
}

/** Daily, weekly and monthly tasks, in the runbook's own words and order. */
export const runbook: readonly RunbookTask[] = [
  { name: 'ooda-metrics', every: 'day', title: 'Check OODA loop metrics' },
  { name: 'query-performance', every: 'day', title: 'Review query performance dashboard' },
  { name: 'backup-completion', every: 'day', title: 'Verify backup completion' },
  { name: 'benchmarks', every: 'week', title: 'Run performance benchmarks' },
  { name: 'spatial-usage', every: 'week', title: 'Review spatial index usage stats' },
  { name: 'clr-updates', every: 'week', title: 'Check for CLR assembly updates needed' },
  { name: 'storage-growth', every: 'week', title: 'Analyze storage growth trends' },
  { name: 'disaster-recovery', every: 'month', title: 'Test disaster recovery procedure' },
  { name: 'slow-queries', every: 'month', title: 'Review and optimize slow queries' },
  { name: 'old-partitions', every: 'month', title: 'Archive old partitions' },
  { name: 'dependencies', every: 'month', title: 'Update dependencies (if compatible with CLR)' },
];
