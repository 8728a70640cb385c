/** The nodes of one label by their keys: `[id, tenantId]`, or `[id]` where the label has no tenant. */
export type Keys = readonly (readonly number[])[];

/** What a database of the simulated Neo4j holds, as its dumps carry it. */
export interface Store {
  readonly database: string;
  readonly neo4jVersion: string;
  /** Milliseconds since 1970, by the clock of Neo4j's machine. */
  readonly takenAt: number;
  readonly lastTransaction: number;
  readonly nodes: Readonly<Record<string, Keys>>;
  readonly constraints: readonly string[];
}

/** How the simulated DBMS stands when a command is run. */
export interface AdminState {
  readonly version: string;
  readonly edition: 'community' | 'enterprise';
  /** The server has its stores open. */
  readonly running: boolean;
  readonly pid: number;
  /** It was shut down in order: nothing is to be recovered. */
  readonly clean: boolean;
  readonly databases: readonly string[];
  /** What is broken on the machine on which the commands run. */
  readonly troubles: {
    readonly diskFull: boolean;
    readonly truncated: boolean;
    readonly inconsistent: boolean;
  };
}

/** What the commands do to the DBMS; reached over HTTP by `client.ts`. */
export interface AdminPort {
  state(): AdminState | Promise<AdminState>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Null where there is no such database. */
  read(database: string): Store | null;
  write(store: Store): void;
}
