import { createReplicas, type WorldReplica } from './api-replicas.ts';
import { type AppLocks, createAppLocks } from './app-locks.ts';
import { type Application, createApplication } from './application.ts';
import { BACKUP_DIRECTORY, type BackupHistory, createBackupHistory } from './backup-history.ts';
import { type Broker, createBroker } from './broker/broker.ts';
import type { ClientSession } from './client-session.ts';
import { createClock, type Instant, SECOND } from './clock.ts';
import { createCommitFilter } from './databases/commit-times.ts';
import { type Copies, createCopies } from './databases/copies.ts';
import { createDatabases, type Databases, isWritten, PRODUCT } from './databases/databases.ts';
import { initialDatabases } from './databases/initial.ts';
import { withWhatWas } from './databases/outgrown.ts';
import { createDisk, type Disk } from './disk.ts';
import { type FaultName, faultCatalogue } from './fault-catalogue.ts';
import {
  type ActiveFault,
  type ActiveFaults,
  describeFault,
  type FaultState,
  faultArguments,
} from './faults.ts';
import { merged, readByMetadata } from './fillings.ts';
import { createGraph, type WorldGraph } from './graph.ts';
import { installViews } from './install-views.ts';
import { createAvailability } from './parts/availability.ts';
import { createBackups } from './parts/backups.ts';
import { createCatalogueState } from './parts/catalogue-state.ts';
import { createDatabaseState } from './parts/database-state.ts';
import { createAtoms, createGraphSync } from './parts/graph-sync.ts';
import { createInference } from './parts/inference.ts';
import { createInstalled } from './parts/installed.ts';
import { createOodaLoop } from './parts/ooda-loop.ts';
import type { Part, WorldShape } from './parts/part.ts';
import { createProperties } from './parts/properties.ts';
import { createQueryStore } from './parts/query-store.ts';
import { createQueues } from './parts/queues.ts';
import { createSecondWriter } from './parts/second-writer.ts';
import { createServerState } from './parts/server-state.ts';
import { createSessions } from './parts/sessions.ts';
import { createStorage } from './parts/storage.ts';
import { createWork } from './parts/work.ts';
import { createRandom, type Random } from './random.ts';
import type { RunningRequest } from './running-request.ts';
import { setupStatements } from './setup.ts';
import { createEngine } from './sql/engine.ts';
import type { Clock, Engine } from './sql/engine-types.ts';
import { createStatementLog, type StatementLog } from './statement-log.ts';
import { createTableWriter } from './table-writer.ts';
import { attached, databaseIds, SERVER_NAME } from './things.ts';

export interface WorldOptions {
  /** The clock beneath the world's own. */
  readonly now: () => Instant;
  readonly seed: number;
  /** Major version of SQL Server; 16 (2022) by default. */
  readonly version?: WorldShape['version'];
  /** What the server calls itself; `SQL-PROD` if not given. */
  readonly serverName?: string;
  /** How long BACKUP, RESTORE and their like take in milliseconds; by size, one to three seconds, if not given. */
  readonly actMs?: number;
}

/** A simulated Hartonomous: its databases, its graph, its clock and what is broken in it. */
export interface World {
  readonly clock: Clock;
  readonly engine: Engine;
  readonly graph: WorldGraph;
  readonly broker: Broker;
  readonly application: Application;
  readonly locks: AppLocks;
  readonly replicas: readonly WorldReplica[];
  readonly statements: StatementLog;
  readonly version: WorldShape['version'];
  readonly databases: Databases;
  readonly copies: Copies;
  /** Backup files and directories on the server. */
  readonly disk: Disk;
  /** Backups as msdb has them. */
  readonly backups: BackupHistory;
  /** Ids and numbers that look like chance. */
  readonly random: Random;
  /** How long a statement works on so many bytes, in milliseconds. */
  actMs(bytes: number): number;
  now(): Instant;
  /** Forward only; answers the new time. */
  advance(ms: number): Instant;
  /** Every fault there is, on or off. */
  faults(): readonly FaultState[];
  fault(name: FaultName): ActiveFault | undefined;
  /** Those that are on. */
  activeFaults(): ActiveFaults;
  /** UnknownFaultError for a name that there is not, FaultArgumentError for what it does not take. */
  setFault(name: string, on: boolean, given?: Readonly<Record<string, unknown>>): void;
  /** Called after every change of a fault, and after a reset. */
  onChange(listener: () => void): () => void;
  /** Brings the tables up to the world's time; cheap when little has happened. */
  refresh(): Promise<void>;
  /** Who is connected over TDS, for sys.dm_exec_sessions. */
  setClients(clients: () => readonly ClientSession[]): void;
  clients(): readonly ClientSession[];
  /** Statements at work that show their progress, by session. */
  readonly running: Map<number, RunningRequest>;
  /** After something acted on the world: the next `refresh` shows it. */
  changed(): void;
  /** As at the start: clock, faults and tables. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a world and fills its tables. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const version = options.version ?? 16;
  const clock = createClock(options.now);
  const random = createRandom(options.seed);
  const engine = await createEngine({
    databases: attached.map((name) => ({ name, id: databaseIds[name] })),
    setup: setupStatements(),
  });
  await installViews(engine, clock);
  const writer = createTableWriter((sql) => engine.admin.run(sql));
  const active = new Map<FaultName, ActiveFault>();
  const listeners = new Set<() => void>();
  const running = new Map<number, RunningRequest>();
  const statements = createStatementLog();
  let clients = noClients;
  let atoms = createAtoms(clock.now(), random, active);
  let parts: readonly Part[] = [];
  let databases = createDatabases(initialDatabases(clock.now(), random, version));
  let disk = createDisk(directories);
  let backups = createBackupHistory(databases, random);
  const committed = createCommitFilter();
  const filter: typeof committed = (filling, windows) =>
    withWhatWas(committed(filling, windows), windows, active, random);
  const fillings = () =>
    merged(parts.flatMap((part) => part.tables({ now: clock.now(), faults: active })));
  const copies = createCopies({ engine, writer, databases: () => databases, filter, fillings });
  const graph = createGraph({
    now: clock.now,
    faults: active,
    atoms: () => atoms,
    settle: () => broker.requests.settle(),
  });
  const broker = createBroker({
    now: clock.now,
    faults: active,
    atoms: () => atoms,
    random,
    merge: (id) => graph.merge(id),
    isOpen: () => databases.all().some(isWritten),
  });
  const application = createApplication({
    now: clock.now,
    isOnline: () => databases.find(PRODUCT)?.state === 'ONLINE',
    isOpen: () => databases.all().some(isWritten),
    isStopped: () => active.has('application-stopped'),
  });
  const locks = createAppLocks();
  let refreshedAt = Number.NEGATIVE_INFINITY;
  let work: Promise<void> = Promise.resolve();

  function begin(): void {
    const start = clock.now();
    const shape = { version, serverName: options.serverName ?? SERVER_NAME };
    atoms = createAtoms(start, random, active);
    graph.reset();
    broker.reset();
    application.reset();
    locks.reset();
    databases = createDatabases(initialDatabases(start, random, version));
    disk = createDisk(directories);
    backups = createBackupHistory(databases, random);
    parts = [
      createServerState(start, random, { ...shape, application }),
      createProperties(start, random, shape),
      createCatalogueState(start, random, atoms),
      createOodaLoop(start, random, shape),
      createInference(start, random, shape),
      createQueues(start, random, broker),
      broker,
      createQueryStore(start, random, shape),
      createGraphSync(atoms, random, broker.requests),
      createWork(start, random, shape),
      createSessions(start, random, { clients: () => clients(), running, databases, application }),
      createInstalled(databases),
      createAvailability(random, databases),
      createSecondWriter(random, databases),
      createBackups(start, random, { ...shape, history: backups, disk, databases }),
      createDatabaseState(databases, random, backups),
      createStorage(backups, disk, databases),
    ];
    refreshedAt = Number.NEGATIVE_INFINITY;
  }

  async function write(): Promise<void> {
    let metadata = false;
    for (const filling of fillings()) {
      const windows = databases.find(PRODUCT)?.body.windows ?? [];
      const changed = await writer.write(filter(filling, windows));
      metadata ||= changed && readByMetadata(filling);
    }
    if (metadata) engine.metadataChanged();
  }

  async function bringUp(): Promise<void> {
    const now = clock.now();
    if (now - refreshedAt < SECOND && now >= refreshedAt) return;
    refreshedAt = now;
    await write();
  }

  /** One at a time: DuckDB's connection has one transaction. */
  function refresh(): Promise<void> {
    work = work.then(bringUp);
    return work;
  }

  function announce(): void {
    refreshedAt = Number.NEGATIVE_INFINITY;
    for (const listener of listeners) listener();
  }

  begin();
  await refresh();

  return {
    clock,
    engine,
    version,
    statements,
    copies,
    random,
    get databases() {
      return databases;
    },
    get disk() {
      return disk;
    },
    get backups() {
      return backups;
    },
    actMs: (bytes) => options.actMs ?? Math.min(3000, 1000 + Math.round(bytes / 2 ** 28)),
    graph,
    broker,
    application,
    locks,
    replicas: createReplicas({ now: clock.now, fault: (name) => active.get(name) }),
    now: clock.now,
    advance: (ms) => clock.advance(ms),
    faults: () =>
      faultCatalogue.map(({ name }) => ({
        name,
        on: active.has(name),
        with: active.get(name)?.with ?? {},
      })),
    fault: (name) => active.get(name),
    activeFaults: () => active,
    setFault(name, on, given = {}) {
      const description = describeFault(name);
      const completed = faultArguments(description, given);
      if (on)
        active.set(description.name, {
          name: description.name,
          with: completed,
          since: clock.now(),
        });
      else active.delete(description.name);
      announce();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    setClients(source) {
      clients = source;
    },
    clients: () => clients(),
    running,
    changed() {
      refreshedAt = Number.NEGATIVE_INFINITY;
    },
    async reset() {
      await work;
      clock.reset();
      active.clear();
      await copies.detachAll();
      begin();
      announce();
      await refresh();
    },
    async close() {
      await work;
      engine.close();
    },
  };
}

const directories = ['C:', 'D:', 'D:\\Data', BACKUP_DIRECTORY, 'L:', 'L:\\Log', 'T:', 'T:\\tempdb'];

const noClients = (): readonly ClientSession[] => [];
