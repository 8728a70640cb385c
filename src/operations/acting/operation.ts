import { isRefusal, type Refusal } from '../../domain/authority.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Logger } from '../../domain/logger.ts';
import type { Consent, OperationName, Plan, PlanStep } from '../../domain/plan.ts';
import type { Progress, Report, Run, RunOrder } from '../../domain/run.ts';
import type { Answer, ResultRow, StatementParameters } from '../../domain/target.ts';
import type { Duration, Instant } from '../../domain/time.ts';

/** Reads facts by the reader login: each a file of `sql/facts/`, by its name without the ending. */
export interface FactReader {
  ask(
    name: string,
    parameters?: StatementParameters,
    /** What stands for the places of the file: `$(HartDatabase)` is the configured database otherwise. */
    names?: Readonly<Record<string, string>>,
  ): Promise<Answer<ResultRow[]>>;
}

/** What the server said besides rows while a statement ran. */
export interface ServerMessage {
  readonly number: number;
  readonly text: string;
}

/** One connection of the operator login, of one run (S14): it carries the run's id and holds the run's lock. */
export interface OperatorSession {
  readonly sessionId: number;
  /** ISO text as the server wrote it: with the id it names the session for KILL (S15). */
  readonly loginTime: string;
  /** Aborted when the connection is gone. */
  readonly lost: AbortSignal;
  run(
    statement: string,
    parameters?: StatementParameters,
    options?: {
      readonly signal?: AbortSignal;
      readonly onMessage?: (message: ServerMessage) => void;
    },
  ): Promise<Answer<ResultRow[]>>;
  close(): Promise<void>;
}

/** What of an environment's configuration operations rest on. */
export interface OperationSettings {
  readonly environment: string;
  readonly database: string;
  /** The graph: its address without credentials, and its database there. */
  readonly graph: { readonly server: string; readonly database: string };
  /** The login that runs act by; null: no password is given, and hart only watches. */
  readonly operatorLogin: string | null;
  /** Where backups go; null: not configured, and nothing is written. */
  readonly backupDirectory: string | null;
  readonly rpo: Duration;
  readonly rto: Duration;
  /** The procedure that masks a copy of another environment's database, as `schema.procedure` (S17). */
  readonly masking?: string | null;
  /** How much log, in bytes, open transactions may hold of a database that a restore takes: they are rolled back first (S15). */
  readonly rollbackLimit: number;
  /** Databases that the operator's statements may name (S4), as patterns: see `fitsPattern`. */
  readonly allowedDatabases: readonly string[];
  /** Directories of the server under which files may be named: backups are written, read, and restored there (S4). */
  readonly allowedDirectories: readonly string[];
}

/** Everything outside that an operation may touch, for one environment. */
export interface OperationPorts {
  readonly settings: OperationSettings;
  readonly facts: FactReader;
  /** What may be read of another environment; null: there is none of this name. */
  readonly other?: (environment: string) => Pick<OperationPorts, 'settings' | 'facts'> | null;
  /** The text of `sql/operations/NAME.sql`, or of a file there that is named with its ending. */
  readonly template: (name: string) => string;
  /** Cypher by the graph's reader: files of `sql/facts/` ending in `.cypher`. */
  readonly graph: FactReader;
  /** Cypher that changes the graph: files of `sql/operations/` ending in `.cypher`. */
  readonly changeGraph: FactReader;
  /** Null where it is not configured. */
  readonly graphAdmin: GraphAdmin | null;
  /**
   * Keeps the bot's own reader out of the database while a run needs it alone (S1): its pool is closed and opens no
   * connection until it is let in again. Asking twice does no harm.
   */
  readonly keepReaderOut?: (out: boolean) => Promise<void>;
  /** The environment's runs of some operations, newest first: what they recorded (S9). The engine's own. */
  readonly earlier?: (operations: readonly OperationName[]) => Promise<readonly Run[]>;
  readonly now: () => Instant;
  readonly sleep: (duration: Duration) => Promise<void>;
  readonly log: Logger;
}

/** What can be asked of Neo4j's own programs. `directory` holds one artifact a database, named after it. */
export type GraphCommand =
  | { readonly act: 'stop' | 'start' }
  | {
      /** `dump` and `load` of a stopped server; `backup` and `restore` are the Enterprise edition's. */
      readonly act: 'dump' | 'load' | 'backup' | 'restore';
      readonly database: string;
      readonly directory: string;
    };

/** A file that a dump or a backup left. */
export interface GraphArtifact {
  /** The run's own directory under the configured one: `R204`. */
  readonly directory: string;
  readonly file: string;
  readonly database: string;
  readonly bytes: number;
  /** When it was written. */
  readonly at: Instant;
}

/** `neo4j-admin` and the service of a Neo4j server, as argument lists: never a shell. */
export interface GraphAdmin {
  /** Where online backups are asked for; null: not configured, and a backup needs the server stopped. */
  readonly backupFrom: string | null;
  running(): Promise<Answer<boolean>>;
  /** Runs one command to its end; answers what it said last. */
  run(command: GraphCommand, signal?: AbortSignal): Promise<Answer<string>>;
  /** The same as a person would type it, for plans. */
  describe(command: GraphCommand): string;
  /** Makes a directory of this name, or of the next free one (`R204-2`); answers the name. */
  makeDirectory(name: string): Promise<Answer<string>>;
  /** What lies there, newest first. */
  artifacts(): Promise<Answer<readonly GraphArtifact[]>>;
  /** Reads an artifact whole; its trouble when it is missing, empty or not what such a program writes. */
  inspect(
    artifact: { readonly directory: string; readonly file: string },
    signal?: AbortSignal,
  ): Promise<Answer<{ readonly bytes: number; readonly sha256: string }>>;
}

/** What performs and, after a crash, examines one kind of step. */
export interface StepKind {
  perform(context: StepContext): Promise<StepOutcome>;
  /**
   * After the process died inside this step: what the target says is true (S13). Never by the bot's own record.
   * `again`: it left nothing, or what it left does no harm; it is done anew. `unclear` stops the run with these words.
   */
  examine(context: StepContext): Promise<Examined>;
}

export type Examined =
  | { readonly kind: 'done'; readonly note: string; readonly memory?: JsonObject }
  | { readonly kind: 'again'; readonly note: string }
  | { readonly kind: 'failed'; readonly why: string; readonly leaves: string }
  | { readonly kind: 'unclear'; readonly why: string };

export interface StepContext {
  readonly run: Run;
  readonly plan: Plan;
  readonly step: PlanStep;
  /** What earlier steps left, durable. */
  readonly memory: JsonObject;
  readonly ports: OperationPorts;
  /** It was begun before, and broke off: by another process, or over a connection that is gone. */
  readonly again?: boolean;
  /** The run's own connection, with its lock. Null for operations that touch no SQL Server. */
  readonly session: OperatorSession | null;
  /** Aborted by a cancel or a shutdown that this step may obey. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

export type StepOutcome =
  | { readonly kind: 'done'; readonly note: string | null; readonly memory?: JsonObject }
  /** The login may not after all: the statements stand in the memory's `left`, and the run ends `incomplete` (S4). */
  | { readonly kind: 'by-dba'; readonly note: string; readonly memory: JsonObject }
  /** `why` and `leaves` are fit for a channel; `detail` is for operators only (S51). */
  | {
      readonly kind: 'failed';
      readonly why: string;
      readonly detail: string | null;
      /** The state that is left behind, and the way on from it. */
      readonly leaves: string;
      readonly memory?: JsonObject;
    }
  | { readonly kind: 'cancelled'; readonly note: string; readonly memory?: JsonObject };

/** What can be done, as the catalogue knows it. */
export interface Operation {
  readonly name: OperationName;
  /** The words of refusals and the audit log: `full backup`. */
  readonly title: string;
  /** What is wanted where the configuration says nothing. */
  readonly consent: Consent;
  /** Whether a run holds a session of the operator login and the server's own lock. */
  readonly session: boolean;
  /** Reads the facts and plans: the same order and facts give the same plan. */
  propose(order: RunOrder, runId: string, ports: OperationPorts): Promise<Plan | Refusal>;
  readonly steps: Readonly<Record<string, StepKind>>;
  /** What is done after a failed or cancelled step, in the order of need: the ids of the plan's steps that still run (S30: start). */
  readonly compensations: readonly string[];
  report(run: Run): Report;
}

/** An operation from its parts: facts are gathered by ports, the plan is made of them alone. */
export function defineOperation<Facts>(
  parts: Omit<Operation, 'propose'> & {
    readonly gather: (order: RunOrder, ports: OperationPorts) => Promise<Facts | Refusal>;
    readonly plan: (order: RunOrder, facts: Facts, context: PlanContext) => Plan | Refusal;
  },
): Operation {
  const { gather, plan, ...rest } = parts;
  return {
    ...rest,
    async propose(order, runId, ports) {
      const facts = await gather(order, ports);
      if (isRefusal(facts)) return facts;
      const { settings, template, now } = ports;
      return plan(order, facts, { runId, settings, template, now: now() });
    },
  };
}

/** What planning may use besides facts. */
export interface PlanContext {
  readonly runId: string;
  readonly settings: OperationSettings;
  readonly template: (name: string) => string;
  readonly now: Instant;
}
