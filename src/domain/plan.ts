import type { Labels } from './alert.ts';
import type { Json, JsonObject } from './json.ts';
import type { Duration } from './time.ts';

/** Everything that the bot can do to a deployment. */
export const operationNames = [
  'backup.full',
  'backup.diff',
  'backup.log',
  'backup.neo4j',
  'restore.copy',
  'restore.in-place',
  'restore.neo4j',
  'copy.drop',
  'before.drop',
  'resync',
  'resync.remove-surplus',
  'dead-letters.requeue',
  'dead-letters.dismiss',
  'queue.enable',
  'queue.activate',
  'queue.requeue',
  'queue.drop',
  'queue.end-conversations',
  'broker.enable',
  'cancel',
] as const;
export type OperationName = (typeof operationNames)[number];

export type Risk = 'low' | 'medium' | 'high' | 'critical';

/** What must be agreed to before a plan runs. */
export interface Consent {
  /** Different people with the approver role, none of them the requester. */
  readonly approvals: number;
  /** `environment/database` must be typed by the requester. */
  readonly typedName: boolean;
  /** Each who confirms or approves gives a one-time code. */
  readonly stepUp: boolean;
}

/** What a plan acts on. Each step asserts it (safety rule S6), and locks are keyed by it (S14). */
export interface PlanTarget {
  readonly kind: 'sql-server' | 'neo4j';
  /** `@@SERVERNAME`, or the graph's address: never what the configuration calls it. */
  readonly server: string;
  readonly database: string;
  /** Tells this database from another of its name: broker GUID and database id. Null where there is none. */
  readonly identity: string | null;
}

/**
 * What a run keeps others from doing meanwhile. A restore (`everything`) excludes all else on its database; two base
 * backups exclude each other, as do two of any one kind; all else runs beside.
 */
export type ClaimMode = 'everything' | 'base-backup' | 'log-backup' | 'resync' | 'queues' | 'graph';
export interface Claim {
  /** Server identity and database: two environments with one target have one key. */
  readonly key: string;
  readonly mode: ClaimMode;
}

/** One thing to be done. Texts are plain; names of objects stand in backquotes (`named`). */
export interface PlanStep {
  /** Unique in its plan, and the same when it is planned again. */
  readonly id: string;
  /** Which of the operation's step kinds performs it. */
  readonly does: string;
  readonly title: string;
  /** So that … */
  readonly why: string | null;
  /** What is sent, exactly, in this order. */
  readonly statements: readonly string[];
  /** What is sent besides and can be known at that time only: by its template. */
  readonly later?: readonly string[];
  /** Planned again, more statements may follow these (S7); of what was agreed to none may be missing. */
  readonly grows?: true;
  /** `dba`: the bot's login may not; the report says what is left. */
  readonly by: 'bot' | 'dba';
  readonly expected: Duration | null;
  /** What undoes it. */
  readonly undo: string | null;
  /** From here on, what was there is being overwritten: a cancel is then a plan of its own (S12). */
  readonly overwrites: boolean;
  /** From here on another database bears the name: a cancel is a plan of its own too, though nothing is overwritten (S12). */
  readonly swaps?: true;
  /**
   * It only reads or waits, or what is left of it counts for nothing: a cancel breaks it off in the middle. The sentence says
   * what is not known or not there then (S12).
   */
  readonly brokenOff?: string;
  /** Done only after a failure or a cancel, and only while the step of this id is the last that was begun: the undo of it. */
  readonly undoes?: string;
  /**
   * What the target can be left as once this step is done, by name: `restored, not yet proven`. Where the log cannot be
   * written after the first overwriting step, the run goes on to the next of these and no further (S48).
   */
  readonly safe?: string;
  /** Where a cancel that was agreed to may stop it too, though nobody can use what is left (S12). Full sentences. */
  readonly stop?: {
    readonly leaves: string;
    readonly goesOn: string;
    /** Where what was there is put back: what is sent for that, besides the steps that are done in any case. */
    readonly sends?: readonly string[];
  };
  /** What it works on, and what is sent as a parameter. */
  readonly input: JsonObject;
  /** Names of the `input` that may be other when it is planned again: counts of what there is. */
  readonly counts?: readonly string[];
}

/** The exact account of what would be done, on which people agree or do not. */
export interface Plan {
  readonly operation: OperationName;
  readonly environment: string;
  readonly target: PlanTarget;
  /** Restore `Hartonomous` on `sql-prod` in place to 14:05:00 (server time, 12:05:00 UTC) */
  readonly title: string;
  readonly risk: Risk;
  /** What cannot be had back afterwards. */
  readonly loses: readonly string[];
  /** Facts worth a line: expected size, free space, the effect on the chain. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly steps: readonly PlanStep[];
  readonly expected: Duration | null;
  readonly notChosen: readonly { readonly what: string; readonly why: string }[];
  /** Alerts that it causes by itself: muted while it runs, and no others (S50). */
  readonly mutes: readonly Labels[];
  readonly claims: readonly Claim[];
  /**
   * What an approval is bound to besides target, risk, what is lost, and the steps with their statements: moment, base
   * and fork. Not durations, session counts, or newer logs. The plan is void when one of these changes, and only then.
   */
  readonly binding: JsonObject;
  /** Lists by name that may go on until the start (S7), as of log backups: what was agreed to comes first, unchanged. */
  readonly growing?: Readonly<Record<string, readonly string[]>>;
  /** What changes by itself within `loses` and statements, by name: the moment in a file's name, an age. */
  readonly varies?: Readonly<Record<string, string>>;
  /** What this plan wants even where its operation wants less: a cancel, what the run wanted that it stops (S12). */
  readonly consent?: Consent;
  /** Environments besides its own whose data it takes: an approver of each must agree too (S17). */
  readonly approversOf?: readonly string[];
  /** Carried to the steps: what was recorded beforehand and must be put back. */
  readonly memory: JsonObject;
}

/** A name as plan texts write it. A backquote inside would end it early. */
export function named(name: string): string {
  return `\`${name.replaceAll('`', 'ʼ')}\``;
}

/** Whether two runs may go on at the same time. */
export function compatible(one: Claim, other: Claim): boolean {
  if (one.key !== other.key) return true;
  if (one.mode === 'everything' || other.mode === 'everything') return false;
  return one.mode !== other.mode;
}

/** The names of what differs between what was agreed to and what is true now. */
export function differences(agreed: JsonObject, now: JsonObject): readonly string[] {
  const keys = [...new Set([...Object.keys(agreed), ...Object.keys(now)])].toSorted();
  return keys.filter((key) => !same(agreed[key], now[key]));
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: Json | undefined): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
