import type { Duration } from '../../domain/time.ts';
import type { DatabaseFacts } from '../acting/database-facts.ts';
import type { BackupSet, ServerTime } from '../restore/backup-set.ts';

/** The server that a restore runs on, by its own words. */
export interface ServerFacts {
  readonly name: string;
  /** 5 and 8 are Azure's: restores there are the platform's. */
  readonly engineEdition: number;
  readonly localNow: ServerTime;
  /** What its local time is ahead of UTC now. */
  readonly offset: Duration;
}

/** What a restore puts back (S9). */
export type Was = Pick<
  DatabaseFacts,
  | 'owner'
  | 'trustworthy'
  | 'chaining'
  | 'broker'
  | 'recoveryModel'
  | 'rcsi'
  | 'snapshotIsolation'
  | 'compatibility'
  | 'queryStore'
  | 'userAccess'
  | 'asyncStatistics'
> & {
  /** Left out, or null: how the queues were set is not known. */
  readonly queues?: readonly QueueFacts[] | null;
};

export interface FileFacts {
  readonly databaseId: number;
  readonly logical: string;
  readonly path: string;
  readonly kind: 'rows' | 'log' | 'filestream' | 'memory';
  readonly bytes: number;
  readonly redoStartLsn: string | null;
  readonly redoStartFork: string | null;
  readonly differentialBaseLsn: string | null;
}

export interface VolumeFacts {
  readonly mount: string;
  readonly freeBytes: number;
  /** Told only of volumes that hold a file of a database. */
  readonly totalBytes?: number | null;
}

/** A distributed transaction that no session holds any more. */
export interface InDoubtFacts {
  /** Its unit of work, by which it is resolved. */
  readonly unit: string | null;
  readonly state: string | null;
  readonly age: Duration | null;
  readonly logBytes: number;
}

export interface SessionFacts {
  readonly id: number;
  readonly login: string;
  readonly program: string;
  readonly host: string | null;
  /** Whoever is in by a login that is disabled does not come back. */
  readonly disabled: boolean;
  /** A procedure that a queue has started: nobody can stop it, and it does no harm to end it. */
  readonly activated: boolean;
  readonly openTransactions: number;
  /** What its transactions hold of the database's log, used and reserved: rolling back takes as long as this is large. */
  readonly logBytes: number;
  readonly rollingBack: boolean;
}

export interface QueueFacts {
  readonly schema: string;
  readonly name: string;
  readonly receive: boolean;
  readonly activation: boolean;
  readonly procedure: string | null;
}

export interface MemoryTable {
  readonly name: string;
  readonly durable: boolean;
  readonly bytes: number | null;
}

/** What the operator's login may, probed beforehand (S4). */
export interface OperatorRights {
  /** `master.dbo.hart_SetTrustworthy` is there for it, and lists this database. */
  readonly setTrustworthy: boolean;
  readonly setOwner: boolean;
  /** Member of dbcreator and db_backupoperator, or of sysadmin. Null, or left out: not known. */
  readonly restore?: boolean | null;
  readonly backUp?: boolean | null;
}

/** What a database needs outside of it, on the server it is restored on (S10). */
export interface ReliesOn {
  /** Users whose login the server lacks. */
  readonly users: readonly string[];
  /** Assemblies, which the server must trust. */
  readonly assemblies: readonly string[];
}

/** An assembly that the server does not trust by its hash: `0x…`, of 64 bytes. */
export interface UntrustedAssembly {
  readonly name: string;
  readonly hash: string;
}

/** What a database needs of its server besides logins (S10). Null: not known. */
export interface Trust {
  readonly untrusted: readonly UntrustedAssembly[] | null;
  /** The server opens its master key by itself. */
  readonly opensMasterKey: boolean | null;
  /** The thumbprint of the certificate that encrypts it now, in lower case; null also where it is not encrypted. */
  readonly encryptor: string | null;
}

/** An object of sql/install, and since when it is as it is: server-local, to the second. */
export interface InstalledObject {
  readonly name: string;
  readonly sinceLocal: string;
}

/** The other environment whose backups a copy is made of (S17). */
export interface SourceFacts {
  readonly environment: string;
  readonly server: ServerFacts;
  /** Major versions, there and here: 16. */
  readonly version: number | null;
  readonly versionHere: number | null;
  readonly database: DatabaseFacts | null;
  /** Those of its database alone. */
  readonly files: readonly FileFacts[];
  readonly sets: readonly BackupSet[];
  readonly sizes: ReadonlyMap<string, number>;
  readonly encryptors: ReadonlyMap<string, string>;
  /** The thumbprint by which its database is encrypted now, in lower case. */
  readonly encryptor: string | null;
  readonly memoryTables: readonly MemoryTable[] | null;
  readonly installed: readonly InstalledObject[] | null;
  /** Where the server here sees each file that would be read; what is missing it does not see, or nobody could say. */
  readonly seenAt: ReadonlyMap<string, string>;
  readonly unknown: readonly string[];
}

/** What choosing sets rests on. */
export type HistoryFacts = Pick<RestoreFacts, 'server' | 'sets' | 'sizes' | 'database'>;

/** Everything that a plan of a restore rests on. What nobody could say is null, and a line of `unknown` says why. */
export interface RestoreFacts {
  readonly server: ServerFacts;
  /** Every database of the server: a copy takes no name that there is. */
  readonly databases: readonly DatabaseFacts[];
  /** The configured one; null where it is not there. */
  readonly database: DatabaseFacts | null;
  readonly files: readonly FileFacts[];
  readonly volumes: readonly VolumeFacts[] | null;
  readonly sets: readonly BackupSet[];
  /** Of sets by id: bytes, and the thumbprint of what it was encrypted with. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly encryptors: ReadonlyMap<string, string>;
  readonly sessions: readonly SessionFacts[] | null;
  readonly inDoubt: readonly InDoubtFacts[] | null;
  readonly thumbprints: ReadonlySet<string> | null;
  readonly queues: readonly QueueFacts[] | null;
  readonly memoryTables: readonly MemoryTable[] | null;
  readonly freeMemory: number | null;
  readonly jobs: readonly string[] | null;
  readonly logShipped: boolean | null;
  readonly rights: OperatorRights;
  readonly reliesOn: ReliesOn | null;
  /** Left out: nobody asked. */
  readonly trust?: Trust;
  readonly installed: readonly InstalledObject[] | null;
  /** Left out: it is about this environment's own backups. */
  readonly source?: SourceFacts;
  readonly unknown: readonly string[];
}
