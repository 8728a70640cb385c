import type { Operation } from './acting/operation.ts';
import { backupOperations } from './backup/backup-operations.ts';

/** Every operation. To add one: its folder, and its line here. */
export const operations: readonly Operation[] = [...backupOperations];
