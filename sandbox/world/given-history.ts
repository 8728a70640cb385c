import type { BackupMedia, BackupSet } from './backup-set.ts';
import type { BackupType } from './backup-type.ts';
import { type Instant, MINUTE, ZONE_MINUTES } from './clock.ts';
import type { DatabaseBody } from './databases/database.ts';
import { directoryOf } from './disk.ts';
import type { World } from './world.ts';

/** A set as history files have it: LSNs as text, times as the server's clock on the wall shows them. */
export interface GivenSet {
  readonly id: string;
  readonly database: string;
  readonly type: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly firstLsn: string;
  readonly lastLsn: string;
  readonly checkpointLsn?: string | null;
  readonly databaseBackupLsn?: string | null;
  readonly differentialBaseLsn?: string | null;
  readonly differentialBaseGuid?: string | null;
  readonly setGuid?: string | null;
  readonly familyGuid?: string | null;
  readonly databaseGuid?: string | null;
  readonly firstForkGuid?: string | null;
  readonly lastForkGuid?: string | null;
  readonly forkPointLsn?: string | null;
  readonly isCopyOnly?: boolean | null;
  readonly isDamaged?: boolean | null;
  readonly isSnapshot?: boolean | null;
  readonly hasChecksums?: boolean | null;
  readonly hasBulkLoggedData?: boolean | null;
  readonly hasIncompleteMetadata?: boolean | null;
  readonly beginsLogChain?: boolean | null;
  readonly deviceType?: number | null;
  readonly isMirror?: boolean | null;
  readonly position?: number | null;
  readonly familyCount?: number | null;
  readonly familySequences?: readonly number[] | null;
  readonly files?: readonly string[] | null;
}

const types: Readonly<Record<string, BackupType>> = { full: 'D', diff: 'I', log: 'L' };
const MEGABYTES = 100;
const DISK = 2;

/**
 * Puts sets of databases that are not here onto the disk and into msdb, as if their backups had been made here: their
 * chains can then be restored. Directories are made as they are named. What is not on disk (a device of another type,
 * NUL) comes into msdb alone. TypeError for a type that is none of full, diff and log.
 */
export function loadHistory(world: World, given: readonly GivenSet[]): void {
  const sets = given.map((one) => setOf(world, one));
  world.backups.learn(sets);
  for (const set of sets) onDisk(world, set);
  world.changed();
}

function setOf({ backups, random }: World, given: GivenSet): BackupSet {
  const type = types[given.type];
  if (!type) throw new TypeError(`a set of type ${given.type}`);
  const id = backups.nextMediaId();
  const finishedAt = instant(given.finishedAt);
  const family = given.familyGuid ?? null;
  const files = given.files ?? [];
  const media: BackupMedia = {
    id,
    guid: random.guid('media', id),
    files,
    familyCount: given.familyCount ?? files.length,
    sequence: given.familySequences ?? files.map((_, index) => index + 1),
    deviceType: given.deviceType ?? DISK,
    isMirror: given.isMirror === true,
    name: null,
    description: null,
  };
  const lsn = (text: string | null | undefined) =>
    text === null || text === undefined ? null : BigInt(text);
  const lastFork = given.lastForkGuid ?? null;
  const lastLsn = BigInt(given.lastLsn);
  return {
    id,
    guid: given.setGuid ?? null,
    database: given.database,
    type,
    startedAt: instant(given.startedAt),
    finishedAt,
    firstLsn: BigInt(given.firstLsn),
    lastLsn,
    checkpointLsn: lsn(given.checkpointLsn),
    databaseBackupLsn: lsn(given.databaseBackupLsn),
    base:
      type === 'I'
        ? { lsn: lsn(given.differentialBaseLsn), guid: given.differentialBaseGuid ?? null }
        : null,
    beginsLogChain: given.beginsLogChain === true,
    isCopyOnly: given.isCopyOnly === true,
    recoveryModel: 'FULL',
    bytes: MEGABYTES * 2 ** 20,
    media,
    position: given.position ?? 1,
    firstFork: given.firstForkGuid ?? null,
    lastFork,
    forkPointLsn: lsn(given.forkPointLsn),
    databaseGuid: given.databaseGuid ?? null,
    familyGuid: family,
    hasChecksums: given.hasChecksums !== false,
    isDamaged: given.isDamaged === true,
    isSnapshot: given.isSnapshot === true,
    isCompressed: true,
    hasBulkLoggedData: given.hasBulkLoggedData === true,
    hasIncompleteMetadata: given.hasIncompleteMetadata === true,
    isSingleUser: false,
    isReadOnly: false,
    isForceOffline: false,
    name: given.id,
    description: null,
    userName: 'CORP\\dba',
    createdAt: instant(given.startedAt),
    image: imageOf(given, finishedAt, random),
  };
}

/** What such a database holds: all of the product's rows up to the end of the set. */
function imageOf(given: GivenSet, finishedAt: Instant, random: World['random']): DatabaseBody {
  const { database } = given;
  const file = (id: number, suffix: string, path: string, kind: 'ROWS' | 'LOG') => ({
    id,
    name: `${database}${suffix}`,
    path,
    kind,
    megabytes: MEGABYTES,
    usedMegabytes: MEGABYTES / 2,
  });
  return {
    since: finishedAt,
    before: null,
    options: {
      recoveryModel: 'FULL',
      isBrokerEnabled: true,
      isTrustworthy: false,
      isDbChaining: false,
      isReadCommittedSnapshot: false,
      isQueryStoreOn: false,
      isAutoUpdateStatsAsync: false,
      isElevateToSnapshot: false,
      isReadOnly: false,
      isCdcEnabled: false,
      isPublished: false,
      compatibilityLevel: 160,
      ownerSid: new Uint8Array([1]),
    },
    brokerGuid: random.guid('broker', database),
    familyGuid: given.familyGuid ?? random.guid('family', database),
    properties: {},
    windows: [{ from: Number.NEGATIVE_INFINITY, until: finishedAt }],
    log: { lsn: BigInt(given.lastLsn), at: finishedAt },
    fork: given.lastForkGuid ?? random.guid('fork', database),
    left: null,
    bases: [],
    lastLogBackupLsn: BigInt(given.lastLsn),
    isChainBegun: true,
    files: [
      file(1, '', `D:\\Data\\${database}.mdf`, 'ROWS'),
      file(2, '_log', `L:\\Log\\${database}_log.ldf`, 'LOG'),
    ],
  };
}

function onDisk({ disk }: World, set: BackupSet): void {
  const { media } = set;
  if (media.deviceType !== DISK) return;
  for (const [index, path] of media.files.entries()) {
    if (path.toUpperCase() === 'NUL') continue;
    disk.makeDirectory(directoryOf(path));
    const there = disk.find(path)?.sets ?? [];
    disk.put({
      path,
      bytes: set.bytes,
      mediaId: there[0]?.media.id ?? media.id,
      sequence: media.sequence?.[index] ?? index + 1,
      sets: [...there.filter(({ position }) => position !== set.position), set],
      brokenOff: null,
      state: 'good',
      busyUntil: 0,
      isNew: true,
    });
  }
}

function instant(wall: string): Instant {
  return Date.parse(`${wall}Z`) - ZONE_MINUTES * MINUTE;
}
