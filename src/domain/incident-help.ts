import type { Incident } from './incident.ts';
import type { JsonObject } from './json.ts';
import { type OperationName, operationNames } from './plan.ts';

/** An operation that usually helps against what an incident is about. */
export interface Help {
  readonly label: string;
  readonly operation: OperationName;
  readonly options: JsonObject;
}

const labels: Readonly<Partial<Record<OperationName, string>>> = {
  'backup.full': 'Take a full backup…',
  'backup.diff': 'Take a differential backup…',
  'backup.log': 'Take a log backup…',
  'backup.neo4j': 'Back up Neo4j…',
  resync: 'Resync Neo4j…',
  'queue.enable': 'Enable the queue…',
  'queue.activate': 'Start its activation…',
  'queue.end-conversations': 'End leaked conversations…',
  'dead-letters.requeue': 'Requeue dead letters…',
  'broker.enable': 'Enable the broker…',
};

/** Checks that watch several things name a family: which of it helps depends on the alert. */
const byAlert: Readonly<Record<string, Readonly<Record<string, OperationName>>>> = {
  backup: {
    'full-backup-overdue': 'backup.full',
    'no-backup-counts': 'backup.full',
    'diff-backup-overdue': 'backup.diff',
    'log-backup-overdue': 'backup.log',
    'log-chain-broken': 'backup.full',
    'backup-files-missing': 'backup.full',
    'backup-damaged': 'backup.full',
  },
  queue: {
    'queue-disabled': 'queue.enable',
    'activation-stuck': 'queue.activate',
    'conversations-leaking': 'queue.end-conversations',
  },
  resync: { 'dead-letters': 'dead-letters.requeue' },
};

/** What the check behind it names in its head; null where it names none that one press can propose. */
export function helpOf({
  operation,
  alert,
  instances,
}: Pick<Incident, 'alert' | 'instances' | 'operation'>): Help | null {
  const wanted = byAlert[operation ?? '']?.[alert] ?? operation;
  const name = operationNames.find((known) => known === wanted);
  const label = name === undefined ? undefined : labels[name];
  if (name === undefined || label === undefined) return null;
  if (!name.startsWith('queue.')) return { label, operation: name, options: {} };
  const [first, ...others] = instances.filter(({ resolvedAt }) => resolvedAt === null);
  const queue = first?.labels['queue'];
  // Of several queues nobody can say which is meant: `/hart queues` asks.
  if (queue === undefined || others.length > 0) return null;
  return { label, operation: name, options: { queue } };
}
