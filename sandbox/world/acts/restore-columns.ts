import type { WireColumn, WireType } from '../../tds/wire-value.ts';

const types: Readonly<Record<string, WireType>> = {
  int: { type: 'int' },
  bigint: { type: 'bigint' },
  smallint: { type: 'smallint' },
  tinyint: { type: 'tinyint' },
  bit: { type: 'bit' },
  datetime: { type: 'datetime' },
  guid: { type: 'uniqueidentifier' },
  lsn: { type: 'decimal', precision: 25, scale: 0 },
  size: { type: 'decimal', precision: 20, scale: 0 },
  bytes: { type: 'varbinary', length: 32 },
  char: { type: 'char', length: 1 },
};

/** `Name type, …` as columns; what is no name of a type is the length of nvarchar. */
function columnsOf(text: string): readonly WireColumn[] {
  return text.split(',').map((entry) => {
    const [name = '', type = ''] = entry.trim().split(/\s+/);
    return { name, ...(types[type] ?? { type: 'nvarchar', length: Number(type) }) };
  });
}

/** The columns of RESTORE HEADERONLY, as SQL Server 2022 has them. */
export const headerColumns = columnsOf(
  `BackupName 128, BackupDescription 255, BackupType smallint, ExpirationDate datetime, Compressed tinyint,
   Position smallint, DeviceType tinyint, UserName 128, ServerName 128, DatabaseName 128, DatabaseVersion int,
   DatabaseCreationDate datetime, BackupSize size, FirstLSN lsn, LastLSN lsn, CheckpointLSN lsn, DatabaseBackupLSN lsn,
   BackupStartDate datetime, BackupFinishDate datetime, SortOrder smallint, CodePage smallint, UnicodeLocaleId int,
   UnicodeComparisonStyle int, CompatibilityLevel tinyint, SoftwareVendorId int, SoftwareVersionMajor int,
   SoftwareVersionMinor int, SoftwareVersionBuild int, MachineName 128, Flags int, BindingID guid, RecoveryForkID guid,
   Collation 128, FamilyGUID guid, HasBulkLoggedData bit, IsSnapshot bit, IsReadOnly bit, IsSingleUser bit,
   HasBackupChecksums bit, IsDamaged bit, BeginsLogChain bit, HasIncompleteMetaData bit, IsForceOffline bit,
   IsCopyOnly bit, FirstRecoveryForkID guid, ForkPointLSN lsn, RecoveryModel 60, DifferentialBaseLSN lsn,
   DifferentialBaseGUID guid, BackupTypeDescription 128, BackupSetGUID guid, CompressedBackupSize bigint,
   Containment tinyint, KeyAlgorithm 32, EncryptorThumbprint bytes, EncryptorType 32, LastValidRestoreTime datetime,
   TimeZone smallint, CompressionAlgorithm 32`,
);

export const fileListColumns = columnsOf(
  `LogicalName 128, PhysicalName 260, Type char, FileGroupName 128, Size size, MaxSize size, FileId bigint,
   CreateLSN lsn, DropLSN lsn, UniqueId guid, ReadOnlyLSN lsn, ReadWriteLSN lsn, BackupSizeInBytes bigint,
   SourceBlockSize int, FileGroupId int, LogGroupGUID guid, DifferentialBaseLSN lsn, DifferentialBaseGUID guid,
   IsReadOnly bit, IsPresent bit, TDEThumbprint bytes, SnapshotUrl 360`,
);

export const labelColumns = columnsOf(
  `MediaName 128, MediaSetId guid, FamilyCount int, FamilySequenceNumber int, MediaFamilyId guid,
   MediaSequenceNumber int, MediaLabelPresent tinyint, MediaDescription 255, SoftwareName 128, SoftwareVendorId int,
   MediaDate datetime, Mirror_Count int, IsCompressed bit`,
);
