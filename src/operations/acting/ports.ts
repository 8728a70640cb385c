import type { AuditEntry } from '../../domain/audit.ts';
import type { Refusal } from '../../domain/authority.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Logger } from '../../domain/logger.ts';
import type { Consent, OperationName, Plan } from '../../domain/plan.ts';
import type { Agent, Run } from '../../domain/run.ts';
import type { Answer } from '../../domain/target.ts';
import type { Duration, Instant } from '../../domain/time.ts';
import type { Operation, OperationPorts, OperatorSession } from './operation.ts';

/** What acting needs of where runs are kept. Every change is durable when its promise resolves. */
export interface RunStore {
  /** The next free id: `R204`. Never given twice, also after a restart. */
  nextId(): Promise<string>;
  find(id: string): Promise<Run | null>;
  /** Newest first, those not over before the others; null: of every environment. */
  list(environment: string | null, limit: number): Promise<readonly Run[]>;
  /** Those of some operations alone, newest first: whatever else is run meanwhile hides none of them. */
  past(
    environment: string,
    operations: readonly OperationName[],
    limit: number,
  ): Promise<readonly Run[]>;
  /** All that are not over. */
  open(): Promise<readonly Run[]>;
  insert(run: Run): Promise<void>;
  /** Writes `run` if what is stored still has the version before it; false: someone was quicker, and nothing happened. */
  replace(run: Run): Promise<boolean>;
}

/** Looks people up anew: null, or why this person may not (any more). */
export type MayStill = (
  agent: Agent,
  as: 'operator' | 'approver',
  environment: string,
  /** Approvers of critical risk are listed by person, not by group (S41). */
  critical: boolean,
) => Promise<Refusal | null>;

/**
 * Opens the run's own connection and takes the server's lock for it (S14): one hand on the server. Answers trouble of
 * kind `failed` with who holds it, when another has it or a session of an earlier run is still there.
 */
export type OpenSession = (run: Run) => Promise<Answer<OperatorSession>>;

/** What the engine of operations needs of the rest. */
export interface ActingParts {
  readonly catalogue: ReadonlyMap<OperationName, Operation>;
  readonly ports: (environment: string) => OperationPorts;
  readonly openSession: OpenSession;
  readonly runs: RunStore;
  /** All that `work` awaits of the store happens, or none of it: a change, its entry and its message are one. */
  readonly transaction: <T>(work: () => Promise<T>) => Promise<T>;
  /** Durable when it resolves: no step begins before its entry is (S48). */
  readonly audit: (entry: AuditEntry) => Promise<void>;
  /** Sequence and head of the audit log go where the bot cannot edit them, at start and end of a run and at approvals. */
  readonly anchor: () => Promise<void>;
  readonly mayStill: MayStill;
  /** What the configuration wants for an operation; never weaker than it may be. */
  readonly consent: (environment: string, operation: Operation) => Consent;
  /** Who may approve, for refusals that say whom to ask. */
  readonly approvers: (environment: string) => readonly string[];
  readonly stepUp: (agent: Agent, code: string | undefined) => Promise<Refusal | null>;
  /** SHA-256 of the canonical JSON, as hex. */
  readonly hash: (value: JsonObject) => string;
  readonly configHash: string;
  /** Puts the run's message where all can see it: into the outbox, durable when it resolves. */
  readonly show: (run: Run) => Promise<void>;
  /** A line in the run's thread; mentions the agent it is for. */
  readonly tell: (run: Run, line: string, to?: Agent) => Promise<void>;
  /** On the second path, when what must be written cannot be (S48). */
  readonly shout: (run: Run | null, line: string) => Promise<void>;
  readonly windows: {
    open(run: Run, plan: Plan): Promise<void>;
    /** Counts the window's lease from now on: it dies with whoever carries the run out (S50). */
    extend(run: Run): Promise<void>;
    close(run: Run): Promise<void>;
  };
  /** Null: acts are taken; a refusal: none is. Its rule is `S49` when the store is older than what was anchored. */
  readonly closed: () => Promise<Refusal | null>;
  /** Of this process: another's run is taken over after a start. */
  readonly worker: string;
  /** The store's clock: `at` never goes back; `steppedBack` when the machine's does (S47). */
  readonly clock: () => Promise<{ readonly at: Instant; readonly steppedBack: boolean }>;
  readonly sleep: (duration: Duration) => Promise<void>;
  readonly log: Logger;
}
