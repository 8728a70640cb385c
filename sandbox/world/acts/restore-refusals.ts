import type { ServerMessage } from '../../tds/sql-server-error.ts';

const refuse = (number: number, message: string): ServerMessage => ({ number, message, class: 16 });

/** SQL Server's own words for why RESTORE is refused. */
export const restoreRefusals = {
  master: () =>
    refuse(
      3108,
      'To restore the master database, the server must be running in single-user mode. For information on starting in single-user mode, see "How to: Start an Instance of SQL Server (sqlservr.exe)" in Books Online.',
    ),
  availabilityGroup: (name: string) =>
    refuse(
      3104,
      `RESTORE cannot operate on database '${name}' because it is configured for database mirroring or has joined an availability group. If you intend to restore the database, use ALTER DATABASE to remove mirroring or to remove the database from its availability group.`,
    ),
  wrongKind: (path: string, made: string) =>
    refuse(
      3135,
      `The backup set in file '${path}' was created by ${made} and cannot be used for this restore operation.`,
    ),
  otherDatabase: (name: string) =>
    refuse(
      3154,
      `The backup set holds a backup of a database other than the existing '${name}' database.`,
    ),
  tailNotBackedUp: (name: string) =>
    refuse(
      3159,
      `The tail of the log for the database "${name}" has not been backed up. Use BACKUP LOG WITH NORECOVERY to backup the log if it contains work you do not want to lose. Use the WITH REPLACE or WITH STOPAT clause of the RESTORE statement to just overwrite the contents of the log.`,
    ),
  notReady: () =>
    refuse(
      3117,
      'The log or differential backup cannot be restored because no files are ready to rollforward.',
    ),
  noDatabase: (name: string) =>
    refuse(
      3118,
      `The database "${name}" does not exist. RESTORE can only create a database when restoring either a full backup or a file backup of the primary file.`,
    ),
  wrongBase: () =>
    refuse(
      3136,
      'This differential backup cannot be restored because the database has not been restored to the correct earlier state.',
    ),
  tooRecent: (first: bigint, here: bigint) =>
    refuse(
      4305,
      `The log in this backup set begins at LSN ${first}, which is too recent to apply to the database. An earlier log backup that includes LSN ${here} can be restored.`,
    ),
  tooEarly: (last: bigint, here: bigint) =>
    refuse(
      4326,
      `The log in this backup set terminates at LSN ${last}, which is too early to apply to the database. A more recent log backup that includes LSN ${here} can be restored.`,
    ),
  otherPath: () =>
    refuse(
      4330,
      'This backup set cannot be applied because it is on a recovery path that is inconsistent with the database. The recovery path is the sequence of data and log backups that have brought the database to a particular recovery point. Find a compatible backup to restore, or restore the rest of the database to match a recovery point within this backup set, which will restore the database to a different point in time.',
    ),
  stopTooEarly: () =>
    refuse(
      4335,
      'The specified STOPAT time is too early. All or part of the database is already rolled forward beyond that point.',
    ),
  stopBeforeSet: () =>
    refuse(
      4338,
      'The STOPAT clause specifies a point too early to allow this backup set to be restored. Choose a different stop point or use RESTORE DATABASE WITH RECOVERY to recover at the current point.',
    ),
  bulkLogged: () =>
    refuse(
      4341,
      'This log backup contains bulk-logged changes. It cannot be used to stop at an arbitrary point in time.',
    ),
  logMissing: () =>
    refuse(4333, 'The database cannot be recovered because the log was not restored.'),
  recoveredAlready: () => refuse(3153, 'The database is already fully recovered.'),
  noChecksums: () =>
    refuse(
      3187,
      'RESTORE WITH CHECKSUM cannot be specified because the backup set does not contain checksum information.',
    ),
  noCertificate: (thumbprint: Uint8Array) =>
    refuse(
      33111,
      `Cannot find server certificate with thumbprint '0x${Buffer.from(thumbprint).toString('hex').toUpperCase()}'.`,
    ),
  damaged: () => refuse(3189, 'Damage to the backup set was detected.'),
  damagedPage: (name: string) =>
    refuse(
      3183,
      `RESTORE detected an error on page (1:4718592) in database "${name}" as read from the backup set.`,
    ),
  incomplete: (path: string) =>
    refuse(
      3256,
      `The backup set on device '${path}' was terminated while it was being created and is incomplete. RESTORE sequence is terminated abnormally.`,
    ),
  noSuchFile: (position: number, path: string) =>
    refuse(4038, `Cannot find file ID ${position} on device '${path}'.`),
  otherMedia: (path: string) =>
    refuse(
      3258,
      `The volume on the device "${path}" is not part of the media set that is currently being processed. Ensure that the backup devices are loaded with the correct media.`,
    ),
  sameFamily: (path: string, before: string) =>
    refuse(
      3227,
      `The backup media on "${path}" is part of media family 1 which has already been processed on "${before}". Ensure that backup devices are correctly specified.`,
    ),
  noSuchLogicalFile: (file: string, name: string) =>
    refuse(
      3234,
      `Logical file '${file}' is not part of database '${name}'. Use RESTORE FILELISTONLY to list the logical file names.`,
    ),
  fileTaken: (path: string, owner: string) =>
    refuse(
      1834,
      `The file '${path}' cannot be overwritten.  It is being used by database '${owner}'.`,
    ),
  noDirectory: (path: string) =>
    refuse(
      5133,
      `Directory lookup for the file "${path}" failed with the operating system error 3(The system cannot find the path specified.).`,
    ),
  fileElsewhere: (file: string, path: string) =>
    refuse(
      3156,
      `File '${file}' cannot be restored to '${path}'. Use WITH MOVE to identify a valid location for the file.`,
    ),
  claimedTwice: (path: string) =>
    refuse(
      3176,
      `File "${path}" is claimed by more than one file of the database. The WITH MOVE clause can be used to relocate one or more files.`,
    ),
  noSpace: (volume: string, needed: number, free: number) =>
    refuse(
      3257,
      `There is insufficient free space on disk volume '${volume}' to create the database. The database requires ${needed} additional free bytes, while only ${free} bytes are available.`,
    ),
  planning: () =>
    refuse(
      3119,
      'Problems were identified while planning for the RESTORE statement. Previous messages provide details.',
    ),
  conflict: (one: string, other: string) =>
    refuse(
      3031,
      `Option '${one}' conflicts with option(s) '${other}'. Remove the conflicting option and reissue the statement.`,
    ),
} as const;
