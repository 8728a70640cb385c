import { rememberedFiles } from '../../../src/app/fact-files.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { OperationName } from '../../../src/domain/plan.ts';
import type { RunOrder } from '../../../src/domain/run.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import type { PlanContext } from '../../../src/operations/acting/operation.ts';
import type {
  BackupDatabase,
  BackupFacts,
  PastBackup,
} from '../../../src/operations/backup/backup-facts.ts';
import { readHistory } from '../../../src/operations/restore/read-history.ts';
import type { RawSet } from '../restore/oracle.ts';
import { diff, full, log } from '../restore/scene.ts';

/** 2026-11-23T14:46:00, by the server's own clock. */
const localNow = Date.UTC(2026, 10, 23, 14, 46);
const GIGABYTE = 2 ** 30;

const F1 = full('F1', '01:18', [100, 120]);
const D1 = diff('D1', '13:03', [200, 210], F1);
const L1 = log('L1', '14:30', [90, 300]);
const L2 = log('L2', '14:45', [300, 320]);

/** Sets as the history has them. Names begin with `hart R` where hart took them. */
export function past(sets: readonly RawSet[], name: string | null = 'hart R7'): PastBackup[] {
  const read = readHistory({ sets });
  if (read.kind !== 'history') throw new Error(JSON.stringify(read));
  return read.sets.map((set) => ({
    set,
    bytes: { full: 400, diff: 30, log: 1, other: 0 }[set.type] * GIGABYTE,
    took: { full: 18, diff: 3, log: 0.2, other: 0 }[set.type] * MINUTE,
    name,
  }));
}

const database: BackupDatabase = {
  name: 'Hartonomous',
  id: 5,
  brokerGuid: 'b0b0',
  state: 'ONLINE',
  recoveryModel: 'FULL',
  inGroup: false,
  familyGuid: 'family',
  fork: 'a',
  lastLogBackupLsn: '320',
};

export function factsWith(
  changes: Partial<BackupFacts> & { readonly of?: Partial<BackupDatabase> } = {},
): BackupFacts {
  const { of = {}, ...rest } = changes;
  return {
    server: {
      name: 'SQL-PROD',
      edition: 'Enterprise Edition (64-bit)',
      engineEdition: 3,
      localNow,
      offset: HOUR,
      compresses: false,
    },
    database: { ...database, ...of },
    bases: ['guid-F1', 'guid-F1'],
    past: past([F1, D1, L1, L2]),
    running: [],
    replica: null,
    directory: 'there',
    volumes: [{ mount: 'D:\\', freeBytes: 2000 * GIGABYTE }],
    unseenBaseFiles: [],
    mayBackUp: true,
    mayReadBack: true,
    ...rest,
  };
}

export const context: PlanContext = {
  runId: 'R204',
  settings: {
    environment: 'production',
    database: 'Hartonomous',
    operatorLogin: 'hart_operator',
    rollbackLimit: 2 ** 30,
    backupDirectory: 'D:\\Backups',
    graph: { server: 'neo4j', database: 'neo4j' },
    rpo: 15 * MINUTE,
    rto: 2 * HOUR,
    allowedDatabases: ['Hartonomous'],
    allowedDirectories: ['D:\\Backups'],
  },
  template: rememberedFiles('operations', 'sql'),
  now: Date.UTC(2026, 10, 23, 13, 46, 12),
};

export function order(
  operation: OperationName,
  options: JsonObject = {},
  actor = 'slack:T1/U1',
): RunOrder {
  const person = actor === 'schedule' ? '' : 'otto';
  return {
    operation,
    environment: 'production',
    options,
    by: { person, actor, slackUserId: null },
  };
}

export const sets = { F1, D1, L1, L2 };
