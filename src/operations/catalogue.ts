import type { Operation } from './acting/operation.ts';
import { backupOperations } from './backup/backup-operations.ts';
import { graphOperations } from './graph/graph-operations.ts';
import { queueOperations } from './queues/queue-operations.ts';
import { restoreOperations } from './restore-run/restore-operations.ts';
import { resyncOperations } from './resync/resync-operations.ts';

/** Every operation. To add one: its folder, and its line here. */
export const operations: readonly Operation[] = [
  ...backupOperations,
  ...graphOperations,
  ...queueOperations,
  ...restoreOperations,
  ...resyncOperations,
];
