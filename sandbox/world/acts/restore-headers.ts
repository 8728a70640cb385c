import type { WireColumn, WireValue } from '../../tds/wire-value.ts';
import type { BackupSet } from '../backup-set.ts';
import { local } from '../clock.ts';
import { baseAt } from '../databases/body.ts';
import { missingEncryptor, setEncryptor } from '../encryption.ts';
import { SERVER_NAME } from '../things.ts';
import type { ActContext } from './act-context.ts';
import { type OpenMedia, openMedia, requireWhole, setAt } from './media.ts';
import { fileListColumns, headerColumns, labelColumns } from './restore-columns.ts';
import { restoreRefusals } from './restore-refusals.ts';
import { terminated } from './terminated.ts';

const kinds = {
  D: { number: 1, text: 'Database' },
  L: { number: 2, text: 'Transaction Log' },
  I: { number: 5, text: 'Database Differential' },
} as const;

type Cells = Readonly<Record<string, WireValue>>;

function send(context: ActContext, columns: readonly WireColumn[], rows: readonly Cells[]): void {
  context.result(
    columns,
    rows.map((row) => columns.map(({ name }) => row[name] ?? null)),
  );
}

const wall = (at: number) => new Date(local(at));

/** RESTORE HEADERONLY: one row a set, also of one that was broken off; one stripe is enough. */
export function tellHeaders(
  context: ActContext,
  paths: readonly string[],
  position: number | null,
): void {
  const media = openMedia(context.world, 'RESTORE HEADERONLY', paths);
  const damaged = context.world.fault('backup-set-damaged') !== undefined;
  const newest = context.world.backups.newest('Hartonomous', 'D');
  const rows = media.sets
    .filter((set) => position === null || set.position === position)
    .map((set) => headerRow(set, damaged && set.guid === newest?.guid));
  const { brokenOff } = media;
  const incomplete =
    brokenOff !== null && (position === null || brokenOff.position === position)
      ? [incompleteRow(brokenOff)]
      : [];
  send(context, headerColumns, [...rows, ...incomplete]);
}

/** What little the header of an unfinished set tells. */
function incompleteRow({ position, startedAt, type }: BackupSet): Cells {
  return {
    BackupName: '*** INCOMPLETE ***',
    BackupType: kinds[type].number,
    Position: position,
    DeviceType: 2,
    ServerName: SERVER_NAME,
    BackupStartDate: wall(startedAt),
  };
}

function headerRow(set: BackupSet, isDamaged: boolean): Cells {
  return {
    BackupName: set.name,
    BackupDescription: set.description,
    BackupType: kinds[set.type].number,
    Compressed: set.isCompressed ? 1 : 0,
    Position: set.position,
    DeviceType: 2,
    UserName: set.userName,
    ServerName: SERVER_NAME,
    DatabaseName: set.database,
    DatabaseVersion: 957,
    DatabaseCreationDate: wall(set.createdAt),
    BackupSize: `${set.bytes}`,
    FirstLSN: set.firstLsn,
    LastLSN: set.lastLsn,
    CheckpointLSN: set.checkpointLsn,
    DatabaseBackupLSN: set.databaseBackupLsn,
    BackupStartDate: wall(set.startedAt),
    BackupFinishDate: wall(set.finishedAt),
    SortOrder: 52,
    CodePage: 0,
    UnicodeLocaleId: 1033,
    UnicodeComparisonStyle: 196609,
    CompatibilityLevel: set.image.options.compatibilityLevel,
    SoftwareVendorId: 4608,
    SoftwareVersionMajor: 16,
    SoftwareVersionMinor: 0,
    SoftwareVersionBuild: 4145,
    MachineName: SERVER_NAME,
    Flags: 528,
    BindingID: set.databaseGuid,
    RecoveryForkID: set.lastFork,
    Collation: 'SQL_Latin1_General_CP1_CI_AS',
    FamilyGUID: set.familyGuid,
    HasBulkLoggedData: set.hasBulkLoggedData,
    IsSnapshot: set.isSnapshot,
    IsReadOnly: set.isReadOnly,
    IsSingleUser: set.isSingleUser,
    HasBackupChecksums: set.hasChecksums,
    IsDamaged: set.isDamaged || isDamaged,
    BeginsLogChain: set.beginsLogChain,
    HasIncompleteMetaData: set.hasIncompleteMetadata,
    IsForceOffline: set.isForceOffline,
    IsCopyOnly: set.isCopyOnly,
    FirstRecoveryForkID: set.firstFork,
    ForkPointLSN: set.forkPointLsn,
    RecoveryModel: set.recoveryModel,
    DifferentialBaseLSN: set.base?.lsn ?? null,
    DifferentialBaseGUID: set.base?.guid ?? null,
    BackupTypeDescription: kinds[set.type].text,
    BackupSetGUID: set.guid,
    CompressedBackupSize: set.isCompressed ? Math.round(set.bytes / 3.4) : set.bytes,
    Containment: 0,
    LastValidRestoreTime: set.type === 'L' ? wall(set.finishedAt) : null,
    TimeZone: 4,
    CompressionAlgorithm: set.isCompressed ? 'MS_XPRESS' : null,
  };
}

/** RESTORE FILELISTONLY: the files of the database in one set. */
export function tellFiles(
  context: ActContext,
  paths: readonly string[],
  position: number | null,
): void {
  const statement = 'RESTORE FILELIST';
  const media = openMedia(context.world, statement, paths);
  requireWhole(statement, media);
  const set = setAt(statement, media, position);
  const { world } = context;
  const encryptor = setEncryptor(world.activeFaults(), world.random, set);
  const missing = missingEncryptor(world.activeFaults(), world.random, set);
  if (missing !== null && world.fault('database-encrypted')?.with['fileList'] === 'refused')
    throw terminated(statement, restoreRefusals.noCertificate(missing));
  const base = baseAt(set.image, set.startedAt);
  const letter = { ROWS: 'D', LOG: 'L', FILESTREAM: 'S' } as const;
  const rows = set.image.files.map((file): Cells => {
    const isLog = file.kind === 'LOG';
    return {
      LogicalName: file.name,
      PhysicalName: file.path,
      Type: letter[file.kind],
      FileGroupName: isLog ? null : 'PRIMARY',
      Size: `${file.megabytes * 2 ** 20}`,
      MaxSize: isLog ? '2199023255552' : '35184372080640',
      FileId: file.id,
      CreateLSN: 0n,
      DropLSN: 0n,
      UniqueId: context.world.random.guid('file', file.path),
      ReadOnlyLSN: 0n,
      ReadWriteLSN: 0n,
      BackupSizeInBytes: isLog ? 0 : file.usedMegabytes * 2 ** 20,
      SourceBlockSize: 4096,
      FileGroupId: isLog ? 0 : 1,
      DifferentialBaseLSN: isLog ? null : (base?.lsn ?? null),
      DifferentialBaseGUID: isLog ? null : (base?.guid ?? null),
      IsReadOnly: false,
      IsPresent: true,
      TDEThumbprint: encryptor,
    };
  });
  send(context, fileListColumns, rows);
}

/** RESTORE LABELONLY: the media that one file belongs to. */
export function tellLabel(context: ActContext, paths: readonly string[]): void {
  const opened: OpenMedia = openMedia(context.world, 'RESTORE LABELONLY', paths);
  const { media, first, needed, sets } = opened;
  send(context, labelColumns, [
    {
      MediaName: media?.name ?? null,
      MediaSetId: media?.guid ?? null,
      FamilyCount: needed,
      FamilySequenceNumber: first.sequence,
      MediaFamilyId: context.world.random.guid('family', first.mediaId, first.sequence - 1),
      MediaSequenceNumber: 1,
      MediaLabelPresent: 0,
      MediaDescription: media?.description ?? null,
      SoftwareName: 'Microsoft SQL Server',
      SoftwareVendorId: 4608,
      MediaDate: sets[0] ? wall(sets[0].startedAt) : null,
      Mirror_Count: 1,
      IsCompressed: sets.some(({ isCompressed }) => isCompressed),
    },
  ]);
}
