import { DAY, type Instant } from '../clock.ts';
import { lsnAt } from '../lsn.ts';
import { files } from '../parts/storage-layout.ts';
import type { Random } from '../random.ts';
import { type DatabaseName, databaseIds, databaseNames } from '../things.ts';
import type { Database, DatabaseOptions } from './database.ts';

const SYSTEM_OWNER = new Uint8Array([1]);

const plain: DatabaseOptions = {
  recoveryModel: 'SIMPLE',
  isBrokerEnabled: false,
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
  ownerSid: SYSTEM_OWNER,
};

const options: Readonly<Record<DatabaseName, Partial<DatabaseOptions>>> = {
  master: {},
  tempdb: { isBrokerEnabled: true },
  model: { recoveryModel: 'FULL' },
  msdb: { isBrokerEnabled: true, isTrustworthy: true, isDbChaining: true },
  Hartonomous: {
    recoveryModel: 'FULL',
    isBrokerEnabled: true,
    isQueryStoreOn: true,
    isReadCommittedSnapshot: true,
    isElevateToSnapshot: true,
  },
};

/** The databases of the server as they are at the start. */
export function initialDatabases(
  start: Instant,
  random: Random,
  version: 15 | 16,
): readonly Database[] {
  const createdAt = start - 400 * DAY;
  return databaseNames.map((name) => ({
    name,
    id: databaseIds[name],
    state: 'ONLINE',
    userAccess: 'MULTI_USER',
    singleUserSpid: null,
    isInStandby: false,
    createdAt: name === 'tempdb' ? start - 41 * DAY : createdAt,
    databaseGuid: random.guid('database', name),
    // a weekly DBCC CHECKDB, on Sundays in spirit
    lastGoodCheck: name === 'tempdb' ? null : start - 2 * DAY,
    restoring: null,
    body: {
      since: createdAt,
      before: null,
      options: { ...plain, compatibilityLevel: version * 10, ...options[name] },
      brokerGuid: random.guid('broker', name),
      familyGuid: random.guid('family', name),
      properties: {},
      windows: [{ from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }],
      log: { lsn: lsnAt(start), at: start },
      fork: random.guid('fork', name),
      left: null,
      bases: [],
      lastLogBackupLsn: null,
      isChainBegun: false,
      files: files.filter(({ database }) => database === name),
    },
  }));
}
