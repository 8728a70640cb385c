import type { ServerMessage } from '../../tds/sql-server-error.ts';

/** SQL Server's own words for why BACKUP and RESTORE are refused. */
const refuse = (number: number, message: string, severity = 16): ServerMessage => ({
  number,
  message,
  class: severity,
});

export const refusals = {
  tempdb: () => refuse(3147, 'Backup and restore operations are not allowed on database tempdb.'),
  masterLog: () =>
    refuse(4212, 'Cannot back up the log of the master database. Use BACKUP DATABASE instead.'),
  masterFullOnly: () =>
    refuse(
      3024,
      'You can only perform a full backup of the master database. Use BACKUP DATABASE to back up the entire master database.',
    ),
  denied: (right: string, database: string) =>
    refuse(262, `${right} permission denied in database '${database}'.`, 14),
  restoreDenied: (database: string) =>
    refuse(3110, `User does not have permission to RESTORE database '${database}'.`, 14),
  simpleLog: () =>
    refuse(
      4208,
      'The statement BACKUP LOG is not allowed while the recovery model is SIMPLE. Use BACKUP DATABASE or change the recovery model using ALTER DATABASE.',
    ),
  noBackupYet: () =>
    refuse(4214, 'BACKUP LOG cannot be performed because there is no current database backup.'),
  noBase: (database: string) =>
    refuse(
      3035,
      `Cannot perform a differential backup for database "${database}", because a current database backup does not exist. Perform a full database backup by reissuing BACKUP DATABASE, omitting the WITH DIFFERENTIAL option.`,
    ),
  serialized: () =>
    refuse(
      3023,
      'Backup, file manipulation operations (such as ALTER DATABASE ADD FILE) and encryption changes on a database must be serialized. Reissue the statement after the current backup or file manipulation operation is completed.',
    ),
  compression: (edition: string) =>
    refuse(1844, `BACKUP DATABASE WITH COMPRESSION is not supported on ${edition}.`),
  inUse: () =>
    refuse(3101, 'Exclusive access could not be obtained because the database is in use.'),
  inUseHere: (database: string) =>
    refuse(
      3102,
      `RESTORE cannot process database '${database}' because it is in use by this session. It is recommended that the master database be used when performing this operation.`,
    ),
  device: (path: string, code: number, reason: string) =>
    refuse(3201, `Cannot open backup device '${path}'. Operating system error ${code}(${reason}).`),
  malformed: (path: string) =>
    refuse(
      3241,
      `The media family on device '${path}' is incorrectly formed. SQL Server cannot process this media family.`,
    ),
  writeFailed: (path: string) =>
    refuse(3202, `Write on "${path}" failed: 112(There is not enough space on the disk.)`),
  readFailed: (path: string) =>
    refuse(3203, `Read on "${path}" failed: 23(Data error (cyclic redundancy check).)`),
  familyCount: (needed: number, given: number) =>
    refuse(
      3132,
      `The media set has ${needed} media families but only ${given} are provided. All members must be provided.`,
    ),
  stripeCount: (device: string, count: number) =>
    refuse(
      3231,
      `The media loaded on "${device}" is formatted to support ${count} media families, but 1 media families are expected according to the backup device specification.`,
    ),
} as const;
