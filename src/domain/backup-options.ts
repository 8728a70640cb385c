import type { JsonObject } from './json.ts';

/** The options of the orders `backup.full`, `backup.diff` and `backup.log`. */
export interface BackupOptions {
  /** Leaves the chain of backups as it is: for a full, no base for differentials. */
  readonly copyOnly: boolean;
  /** Into how many files it is written; null: as usual. */
  readonly stripes: number | null;
}

/** As an order carries them. */
export function writeBackupOptions({ copyOnly, stripes }: BackupOptions): JsonObject {
  return { copyOnly, stripes };
}

/** What an order carries; what is left out or makes no sense is as usual. */
export function readBackupOptions({ copyOnly, stripes }: JsonObject): BackupOptions {
  return {
    copyOnly: copyOnly === true,
    stripes: typeof stripes === 'number' && Number.isInteger(stripes) ? stripes : null,
  };
}
