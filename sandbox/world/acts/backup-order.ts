import type { BackupType } from '../backup-type.ts';

/** What a BACKUP statement asks for. */
export interface BackupOrder {
  readonly statement: 'BACKUP DATABASE' | 'BACKUP LOG';
  readonly database: string;
  readonly files: readonly string[];
  readonly type: BackupType;
  readonly isCopyOnly: boolean;
  /** Null: as the server is configured. */
  readonly isCompressed: boolean | null;
  readonly hasChecksums: boolean;
  readonly withNoRecovery: boolean;
  readonly writing: 'append' | 'overwrite' | 'format';
  readonly every: number | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly mediaName: string | null;
  readonly mediaDescription: string | null;
}
