import type { SqlServerError } from '../../tds/sql-server-error.ts';
import type { BackupSet } from '../backup-set.ts';
import { bodyAt, lsnOf } from '../databases/body.ts';
import type { Database, DatabaseBody, DatabaseFile, Restoring } from '../databases/database.ts';
import { missingEncryptor } from '../encryption.ts';
import { sidOf } from '../login-sids.ts';
import type { ActContext } from './act-context.ts';
import { flawOf, type OpenMedia, openMedia, requireWhole, setAt } from './media.ts';
import { recover } from './recover.ts';
import { refusals as backupRefusals } from './refusals.ts';
import { placeFiles } from './restore-files.ts';
import type { RestoreOrder } from './restore-order.ts';
import { restoreRefusals as refusals } from './restore-refusals.ts';
import { setRefusal } from './restore-rules.ts';
import { targetRefusal } from './restore-target.ts';
import { Interrupted, takeTime } from './take-time.ts';
import { terminated, terminating } from './terminated.ts';

/** Restores one set, or recovers what is there, in simulated time and by the server's own rules. */
export async function runRestore(context: ActContext, order: RestoreOrder): Promise<void> {
  const { statement } = order;
  await terminating(statement, async () => {
    const { world } = context;
    await world.refresh();
    const denied = targetRefusal(context, order);
    if (denied) throw terminated(statement, denied);
    if (order.files.length === 0) {
      await recover(context, order);
      tell(context, statement, 0, world.actMs(0));
      return;
    }
    const media = openMedia(world, statement, order.files);
    requireWhole(statement, media);
    const set = setAt(statement, media, order.position);
    await restoreSet(context, order, media, set);
  });
}

async function restoreSet(
  context: ActContext,
  order: RestoreOrder,
  media: OpenMedia,
  set: BackupSet,
): Promise<void> {
  const { world } = context;
  const { statement } = order;
  const isLog = statement === 'RESTORE LOG';
  if (isLog !== (set.type === 'L')) {
    const made = set.type === 'L' ? 'BACKUP LOG' : 'BACKUP DATABASE';
    throw terminated(statement, refusals.wrongKind(media.path, made));
  }
  const existing = world.databases.find(order.database);
  const asked = { ...order, name: order.database };
  const refusal = setRefusal(existing, set, asked);
  if (refusal) throw terminated(statement, refusal);
  const lacking = missingEncryptor(world.activeFaults(), world.random, set);
  if (lacking) throw terminated(statement, refusals.noCertificate(lacking));
  if (order.checksChecksums && !set.hasChecksums)
    throw terminated(statement, refusals.noChecksums());
  const flaw = flawError(context, order, media, set);
  const files = set.type === 'D' ? placed(context, order, set, existing) : null;
  if (files) await begin(context, order, set, files, existing);
  const startedAt = world.now();
  try {
    await takeTime(context, {
      command: statement,
      database: order.database,
      bytes: set.bytes / (set.isCompressed ? 3.4 : 1),
      every: order.every,
      wait: 'BACKUPIO',
      onStep(percent) {
        // a bad page is met halfway
        if (flaw && percent >= 50) throw flaw;
      },
    });
  } catch (thrown) {
    if (thrown instanceof Interrupted) return;
    throw thrown;
  }
  apply(context, order, set);
  record(context, order, set);
  tell(context, statement, set.bytes, world.now() - startedAt);
  await finish(context, order, set);
}

function flawError(
  { world }: ActContext,
  { statement, database }: RestoreOrder,
  media: OpenMedia,
  set: BackupSet,
): SqlServerError | null {
  const flaw = flawOf(world, media, set);
  if (flaw === 'unreadable') return terminated(statement, backupRefusals.readFailed(media.path));
  return flaw === 'damaged' ? terminated(statement, refusals.damagedPage(database)) : null;
}

function placed(
  { world }: ActContext,
  order: RestoreOrder,
  set: BackupSet,
  existing: Database | undefined,
): readonly DatabaseFile[] {
  const files = placeFiles(world, set, order, existing);
  const errors = files.flatMap((file) => ('number' in file ? [file] : []));
  if (errors.length > 0) throw terminated(order.statement, ...errors);
  return files.flatMap((file) => ('path' in file ? [file] : []));
}

/** A full overwrites from its first byte on: until it is done nothing of the database is whole. */
async function begin(
  context: ActContext,
  order: RestoreOrder,
  set: BackupSet,
  files: readonly DatabaseFile[],
  existing: Database | undefined,
): Promise<void> {
  const { world } = context;
  const { databases, random } = world;
  const now = world.now();
  const ownerSid = existing?.body.options.ownerSid ?? ownSid(context);
  const body: DatabaseBody = {
    ...set.image,
    files,
    options: { ...set.image.options, ownerSid },
    windows: [],
    since: now,
    before: null,
  };
  const restoring: Restoring = {
    lsn: 0n,
    fork: null,
    time: Number.NEGATIVE_INFINITY,
    full: null,
    last: 'D',
    isBroken: true,
  };
  if (existing) databases.remove(existing.name);
  databases.add({
    name: existing?.name ?? order.database,
    id: existing?.id ?? databases.freeId(),
    state: 'RESTORING',
    userAccess: existing?.userAccess ?? 'MULTI_USER',
    singleUserSpid: existing?.singleUserSpid ?? null,
    isInStandby: false,
    createdAt: existing?.createdAt ?? now,
    databaseGuid: random.guid('database', order.database, now),
    lastGoodCheck: existing?.lastGoodCheck ?? null,
    body,
    restoring,
  });
  world.changed();
  await world.copies.attach(existing?.name ?? order.database);
}

/** Who restores a database that was not there owns it. */
function ownSid({ world, session }: ActContext): Uint8Array {
  return sidOf(session.login, world.random) ?? new Uint8Array([1]);
}

/** The database as it is after the set: rolled forward to its end, or to STOPAT. */
function apply({ world }: ActContext, order: RestoreOrder, set: BackupSet): void {
  const { databases } = world;
  const database = databases.get(order.database);
  const now = world.now();
  const until = Math.min(set.finishedAt, order.stopAt ?? set.finishedAt);
  const { body, restoring } = database;
  const image = bodyAt(set.image, until);
  databases.replaceBody(
    database.name,
    {
      ...image,
      files: body.files,
      options: { ...image.options, ownerSid: body.options.ownerSid },
      since: now,
      before: image,
    },
    now,
  );
  const full =
    set.type === 'D'
      ? { guid: set.guid, checkpointLsn: set.checkpointLsn, isCopyOnly: set.isCopyOnly }
      : (restoring?.full ?? null);
  const before = set.type === 'D' ? null : restoring;
  databases.change(
    database.name,
    {
      state: 'RESTORING',
      isInStandby: false,
      restoring: {
        lsn: reached(set, until, before?.lsn ?? 0n),
        fork: forkAfter(set, before?.fork ?? null, until),
        time: Math.max(until, before?.time ?? Number.NEGATIVE_INFINITY),
        full,
        last: set.type,
        isBroken: false,
      },
    },
    now,
  );
  world.changed();
}

/** The LSN at which a set, or STOPAT within it, ends. */
function reached(set: BackupSet, until: number, before: bigint): bigint {
  if (until >= set.finishedAt) return set.lastLsn > before ? set.lastLsn : before;
  const there = lsnOf(set.image, until);
  const low = before > set.firstLsn ? before : set.firstLsn;
  if (there < low) return low;
  return there < set.lastLsn ? there : set.lastLsn;
}

/** The fork that the database is on: a log that spans two ends on its last, unless it was stopped before the point. */
function forkAfter(set: BackupSet, before: string | null, until: number): string | null {
  const { firstFork, lastFork, forkPointLsn } = set;
  const isBeforePoint = forkPointLsn !== null && until < set.finishedAt && until < set.image.log.at;
  return (isBeforePoint ? firstFork : lastFork) ?? firstFork ?? before;
}

/** msdb gets a row, and the set too where it was made elsewhere. */
function record({ world, session }: ActContext, order: RestoreOrder, set: BackupSet): void {
  const { backups } = world;
  const isKnown = (one: BackupSet) => one === set || (set.guid !== null && one.guid === set.guid);
  if (!backups.sets.some(isKnown)) backups.learn([set]);
  backups.restored({
    at: world.now(),
    database: world.databases.get(order.database).name,
    user: session.login,
    setId: backups.sets.find(isKnown)?.id ?? set.id,
    type: set.type,
    isReplacing: order.isReplacing,
    isRecovering: order.ending === 'recovery',
    stopAt: order.stopAt,
    devices: order.files.length,
  });
}

async function finish(context: ActContext, order: RestoreOrder, set: BackupSet): Promise<void> {
  const { world } = context;
  const isShort = set.type === 'L' && order.stopAt !== null && order.stopAt > set.finishedAt;
  if (isShort) {
    context.info({
      number: 4322,
      class: 10,
      message:
        'This backup set contains records that were logged before the designated point in time. The database is being left in the restoring state so that more roll forward can be performed.',
    });
  }
  if (order.ending === 'recovery' && !isShort) await recover(context, order);
  if (order.ending !== 'standby') return;
  world.databases.change(order.database, { state: 'ONLINE', isInStandby: true }, world.now());
  world.changed();
  await world.copies.fill(world.databases.get(order.database).name);
}

function tell(context: ActContext, statement: string, bytes: number, ms: number): void {
  const seconds = Math.max(0.001, ms / 1000);
  const pages = Math.ceil(bytes / 8192);
  const speed = (bytes / 2 ** 20 / seconds).toFixed(3);
  context.info({
    number: 3014,
    message: `${statement} successfully processed ${pages} pages in ${seconds.toFixed(3)} seconds (${speed} MB/sec).`,
  });
}
