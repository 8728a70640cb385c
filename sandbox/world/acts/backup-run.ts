import type { BackupMedia, BackupSet } from '../backup-set.ts';
import type { BackupType } from '../backup-type.ts';
import { lsnOf } from '../databases/body.ts';
import type { Database } from '../databases/database.ts';
import { directoryOf } from '../disk.ts';
import { freeBytes } from '../free-space.ts';
import { blocksUpTo } from '../lsn.ts';
import type { World } from '../world.ts';
import type { ActContext } from './act-context.ts';
import type { BackupOrder } from './backup-order.ts';
import { backupRefusal } from './backup-refusal.ts';
import { refusals } from './refusals.ts';
import { Interrupted, takeTime } from './take-time.ts';
import { terminated, terminating } from './terminated.ts';

const SHRINKS_BY = 3.4;
const PAGE = 8192;
/** Of the log, as the scheduled backups have it: 0.4 GB in a quarter of an hour. */
const BLOCK = 240 * 1024;

/** Backs up, in simulated time: the files on the disk, the rows in msdb, and what the database thinks of it. */
export async function runBackup(context: ActContext, order: BackupOrder): Promise<void> {
  await terminating(order.statement, async () => {
    const { world } = context;
    await world.refresh();
    const refusal = backupRefusal(context, order);
    if (refusal) throw terminated(order.statement, refusal);
    const database = world.databases.get(order.database);
    const media = mediaFor(world, order);
    await write(context, order, database, media);
  });
}

/** The media to write to: the one that is there already, or a new one. Refuses what cannot be written. */
function mediaFor(world: World, order: BackupOrder): BackupMedia {
  const { disk } = world;
  const refuse = (error: Parameters<typeof terminated>[1]) => terminated(order.statement, error);
  const real = order.files.filter((path) => path.toUpperCase() !== 'NUL');
  for (const path of real) {
    if (!disk.isDirectory(directoryOf(path)))
      throw refuse(refusals.device(path, 3, 'The system cannot find the path specified.'));
    if (disk.isDirectory(path)) throw refuse(refusals.device(path, 5, 'Access is denied.'));
    const there = disk.find(path);
    if (there === undefined) continue;
    if (there.busyUntil > world.now()) {
      const reason =
        'The process cannot access the file because it is being used by another process.';
      throw refuse(refusals.device(path, 32, reason));
    }
    if (order.writing === 'format') continue;
    if (there.state === 'garbage') throw refuse(refusals.malformed(path));
    const family = there.sets[0]?.media ?? there.brokenOff?.media;
    const count = family?.files.length ?? 1;
    if (count !== order.files.length) throw refuse(refusals.stripeCount(path, count));
  }
  const first = disk.find(real[0] ?? '');
  const existing = order.writing === 'format' ? undefined : first?.sets[0]?.media;
  if (existing) return existing;
  const id = world.backups.nextMediaId();
  return {
    id,
    guid: world.random.guid('media', id),
    files: order.files,
    name: order.mediaName,
    description: order.mediaDescription,
  };
}

async function write(
  context: ActContext,
  order: BackupOrder,
  database: Database,
  media: BackupMedia,
): Promise<void> {
  const { world, session } = context;
  const { disk } = world;
  const startedAt = world.now();
  const before = order.writing === 'append' ? (disk.find(media.files[0] ?? '')?.sets ?? []) : [];
  const isCompressed = order.isCompressed ?? !world.fault('express-edition');
  const raw = sizeOf(database, order.type, startedAt);
  const bytes = isCompressed ? Math.round(raw / SHRINKS_BY) : raw;
  const share = Math.ceil(bytes / media.files.length);
  const files = media.files.filter((path) => path.toUpperCase() !== 'NUL');
  const room = new Map(files.map((path) => [path, freeBytes(path, on(world))]));
  const put = (sets: readonly BackupSet[], percent: number, brokenOff: BackupSet | null) => {
    for (const [index, path] of files.entries()) {
      disk.put({
        path,
        bytes:
          before.reduce((sum, set) => sum + set.bytes, 0) + Math.round((share * percent) / 100),
        mediaId: media.id,
        sequence: index + 1,
        sets,
        brokenOff,
        state: 'good',
        busyUntil: percent < 100 && brokenOff === null ? Number.POSITIVE_INFINITY : 0,
        isNew: true,
      });
    }
  };
  put(before, 0, null);
  const take = () => ({
    database: database.name,
    type: order.type,
    at: startedAt,
    ms: world.now() - startedAt,
    with: {
      media,
      position: before.length + 1,
      isCopyOnly: order.isCopyOnly,
      isCompressed,
      hasChecksums: order.hasChecksums,
      isForceOffline: order.withNoRecovery,
      name: order.name,
      description: order.description,
      userName: session.login,
      bytes: raw,
    },
  });
  let percent = 0;
  try {
    await takeTime(context, {
      command: order.statement,
      database: database.name,
      bytes,
      every: order.every,
      wait: 'BACKUPIO',
      onStep(done) {
        percent = done;
        const full = files.find((path) => (room.get(path) ?? 0) < (share * done) / 100);
        if (full !== undefined) throw terminated(order.statement, refusals.writeFailed(full));
      },
    });
  } catch (thrown) {
    put(before, percent, world.backups.draft(take()));
    world.changed();
    if (thrown instanceof Interrupted) return;
    throw thrown;
  }
  const set = world.backups.take(take());
  put([...before, set], 100, null);
  if (order.withNoRecovery) {
    world.databases.change(
      database.name,
      {
        state: 'RESTORING',
        restoring: {
          lsn: set.lastLsn,
          fork: set.lastFork,
          time: set.finishedAt,
          full: null,
          last: 'L',
          isBroken: false,
        },
      },
      world.now(),
    );
  }
  world.changed();
  tell(context, order, database, raw, set);
}

const on = (world: World) => ({
  faults: world.activeFaults(),
  disk: world.disk,
  databases: world.databases,
});

/** Bytes before compression: the data, what changed since the base, or the log since the last log backup. */
function sizeOf(database: Database, type: BackupType, now: number): number {
  const MEGABYTE = 2 ** 20;
  const { files, lastLogBackupLsn } = database.body;
  const data = files
    .filter(({ kind }) => kind === 'ROWS')
    .reduce((sum, file) => sum + file.usedMegabytes * MEGABYTE, 0);
  if (type === 'D') return data;
  if (type === 'I') return Math.round(data * 0.08);
  const blocks = Number(blocksUpTo(lsnOf(database.body, now)) - blocksUpTo(lastLogBackupLsn ?? 0n));
  return Math.min(data, Math.max(MEGABYTE, Math.abs(blocks) * BLOCK));
}

function tell(
  context: ActContext,
  order: BackupOrder,
  database: Database,
  bytes: number,
  set: BackupSet,
): void {
  const seconds = Math.max(0.001, (set.finishedAt - set.startedAt) / 1000);
  const pages = Math.ceil(bytes / PAGE);
  const kind = order.type === 'I' ? 'BACKUP DATABASE WITH DIFFERENTIAL' : order.statement;
  const wanted = order.type === 'L' ? 'LOG' : 'ROWS';
  for (const file of database.body.files.filter((one) => one.kind === wanted)) {
    context.info({
      number: 4035,
      message: `Processed ${pages} pages for database '${database.name}', file '${file.name}' on file ${set.position}.`,
    });
  }
  const speed = (bytes / 2 ** 20 / seconds).toFixed(3);
  context.info({
    number: 3014,
    message: `${kind} successfully processed ${pages} pages in ${seconds.toFixed(3)} seconds (${speed} MB/sec).`,
  });
}
