import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Fault } from '../domain/fault.ts';
import type { Logger } from '../domain/logger.ts';
import type { Instant } from '../domain/time.ts';
import { createApprovalSeal } from './approval-seal.ts';
import { type AuditLog, createAuditLog } from './audit-log.ts';
import { createConnection } from './connection.ts';
import { createDigests, type Digests } from './digests.ts';
import { createEnvelopes, type Envelopes } from './envelopes.ts';
import { createHistory, type History } from './history.ts';
import { createMessages, type Messages } from './messages.ts';
import { migrate } from './migrate.ts';
import { type Migration, migrations as ours } from './migrations/migrations.ts';
import { createRecords, type Records } from './records.ts';
import { createRuns, type ForgedApproval, type Runs } from './runs.ts';
import { createSamples, type Samples } from './samples.ts';
import { becomeSoleOwner } from './sole-owner.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { createStoreClock, type StoreClock } from './store-clock.ts';
import type { Tables } from './tables.ts';

/** The bot's memory. Whatever a promise of it resolves is on disk. */
export interface Store {
  readonly records: Records;
  readonly messages: Messages;
  readonly samples: Samples;
  readonly history: History;
  readonly envelopes: Envelopes;
  readonly digests: Digests;
  readonly runs: Runs;
  readonly audit: AuditLog;
  readonly clock: StoreClock;
  /**
   * All that `work` awaits of this store happens, or none of it. Transactions go one after another; inside one, another
   * joins it. Keep it short and ask nobody else in it: everyone waits.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Bytes on disk, what waits to be written into the file included. */
  size(): number;
  /** A consistent copy, made while others write. Refuses to overwrite. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store, making it if it is not there, and brings it up to date.
 *
 * @param options.url `sqlite:FILE`, or `sqlite::memory:` for tests
 * @param options.mustExist for those who look: an empty store made for them would tell them that all is well
 * @param options.soleOwner refuses when another process is that already: for the bot, not for those who only look
 * @param options.secretKey HART_SECRET_KEY: seals what grants; null or left out: it is taken as it stands
 * @throws Fault `store-newer`, or `store-unusable` with what to do
 */
export async function openStore(options: {
  readonly url: string;
  readonly now: () => Instant;
  readonly log: Logger;
  readonly soleOwner?: boolean;
  readonly mustExist?: boolean;
  readonly secretKey?: string | null;
  /** Told once of each approval that hart did not write. */
  readonly onForged?: (approval: ForgedApproval) => void;
  readonly migrations?: readonly Migration[];
}): Promise<Store> {
  const { url, now, log, soleOwner = false, migrations = ours } = options;
  const file = fileOf(url);
  if (options.mustExist === true && !existsSync(file))
    throw new Fault('store-unusable', `There is no store ${file}.`, {
      hint: 'Look at `store` in hart.yml: a relative path counts from the directory where hart was started.',
    });
  const database = open(file);
  let release: (() => void) | null = null;
  const root = new Kysely<Tables>({ dialect: sqliteDialect(database) });
  try {
    if (soleOwner && file !== ':memory:') release = becomeSoleOwner(file);
    await migrate({
      db: root,
      migrations,
      copy: async ({ number }) => {
        const name = `${file}.before-${String(number).padStart(4, '0')}`;
        // One from an earlier try that broke off; the store itself is still the same.
        rmSync(name, { force: true });
        copyTo(database, name);
        log.info({ file: name }, 'Copied the store before migrating it');
      },
      now,
      log,
    });
  } catch (cause) {
    release?.();
    await root.destroy();
    if (database.isOpen) database.close();
    throw cause instanceof Fault ? cause : unusable(file, cause);
  }
  const connection = createConnection(root);
  return {
    records: createRecords(connection),
    messages: createMessages(connection),
    samples: createSamples(connection),
    history: createHistory(connection),
    envelopes: createEnvelopes(connection),
    digests: createDigests(connection),
    runs: createRuns(connection, createApprovalSeal(options.secretKey ?? null), (approval) => {
      log.error(approval, 'An approval in the store was not written by hart: it does not count');
      options.onForged?.(approval);
    }),
    audit: createAuditLog(connection),
    clock: createStoreClock(connection, now),
    transaction: connection.transaction,
    size: () => sizeOf(file, database),
    async backup(target) {
      // Not in the middle of somebody's transaction: SQLite refuses to copy then.
      await root.connection().execute(async () => copyTo(database, resolve(target)));
    },
    async close() {
      await root.destroy();
      release?.();
    },
  };
}

function fileOf(url: string): string {
  const file = /^sqlite:(.+)$/.exec(url)?.[1];
  if (file === undefined) {
    throw new Fault('store-unusable', `The store "${url}" is of a kind that hart cannot open.`, {
      hint: 'Write `store: sqlite:./data/hart.db` in hart.yml.',
    });
  }
  return file === ':memory:' ? file : resolve(file);
}

function open(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
    // What it holds is nobody else's business on this machine.
    if (file !== ':memory:') chmodSync(file, 0o600);
    const found = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
    if (found !== 'ok') throw new Error(`quick_check: ${String(found)}`);
    database.exec('pragma journal_mode = wal; pragma synchronous = full;');
    return database;
  } catch (cause) {
    if (database?.isOpen) database.close();
    throw unusable(file, cause);
  }
}

function unusable(file: string, cause: unknown): Fault {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Fault('store-unusable', `The store ${file} cannot be used: ${why}`, {
    cause,
    hint: 'Check the path in `store`, its rights and the free space; a damaged file must be replaced by a copy.',
  });
}

function sizeOf(file: string, database: DatabaseSync): number {
  if (file !== ':memory:') {
    return [file, `${file}-wal`].reduce(
      (sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  }
  const pages = database.prepare('pragma page_count').get()?.['page_count'];
  const bytes = database.prepare('pragma page_size').get()?.['page_size'];
  return Number(pages) * Number(bytes);
}

/** Whole or not there: written beside, then renamed. */
function copyTo(database: DatabaseSync, file: string): void {
  if (existsSync(file)) {
    throw new Fault('store-unusable', `${file} exists already.`, { hint: 'Name a new file.' });
  }
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  database.prepare('vacuum into ?').run(partial);
  chmodSync(partial, 0o600);
  renameSync(partial, file);
}
