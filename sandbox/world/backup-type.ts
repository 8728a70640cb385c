/** As msdb names them: a full, a differential, a log. */
export type BackupType = 'D' | 'I' | 'L';
