import type { JsonObject } from './json.ts';
import type { Consent, OperationName, Plan } from './plan.ts';
import type { Duration, Instant } from './time.ts';

/**
 * A run's life. `planned`: shown to the requester. `waiting`: confirmed, approvals are missing. `approved`: the
 * requester may start it. `running`. Then how it ended: `done`; `incomplete`: done, with steps left to the DBA;
 * `failed`: a step failed, the report names the state that is left; `stopped`: the truth is not clear, a person must
 * look; `cancelled`, `rejected`, `withdrawn`, `expired`, `void`.
 */
export const runStates = [
  'planned',
  'waiting',
  'approved',
  'running',
  'done',
  'incomplete',
  'failed',
  'stopped',
  'cancelled',
  'rejected',
  'withdrawn',
  'expired',
  'void',
] as const;
export type RunState = (typeof runStates)[number];

/** Which state may follow which. What is not here is refused wherever it is tried. */
export const follows: Readonly<Record<RunState, readonly RunState[]>> = {
  planned: ['waiting', 'running', 'withdrawn', 'expired', 'void'],
  waiting: ['approved', 'rejected', 'withdrawn', 'expired', 'void'],
  approved: ['running', 'rejected', 'withdrawn', 'expired', 'void'],
  running: ['done', 'incomplete', 'failed', 'stopped', 'cancelled'],
  done: [],
  incomplete: [],
  failed: [],
  stopped: [],
  cancelled: [],
  rejected: [],
  withdrawn: [],
  expired: [],
  void: [],
};

export function isOver(state: RunState): boolean {
  return follows[state].length === 0;
}

/** Someone who asks, confirms, approves: a person, and the identity by which they came. */
export interface Agent {
  readonly person: string;
  /** `slack:T123/U456`, `os:dba`, `schedule`. */
  readonly actor: string;
  /** For mentions; null for those who did not come by Slack. */
  readonly slackUserId: string | null;
}

/** What someone wants done. Options are what the operation's form asks for. */
export interface RunOrder {
  readonly operation: OperationName;
  readonly environment: string;
  readonly options: JsonObject;
  readonly by: Agent;
  /** The incident from which it was asked for, which is told what came of it. */
  readonly incident?: string;
}

export interface Approval {
  readonly by: Agent;
  readonly at: Instant;
  /** Of the plan as it was shown to this person. */
  readonly hash: string;
  /** The environments as whose approver they agreed (S17); left out: the run's own. */
  readonly approverOf?: readonly string[];
}

export type RunStepState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped' | 'by-dba';

export interface RunStep {
  readonly id: string;
  readonly state: RunStepState;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** 0 to 100; null where nobody knows. */
  readonly percent: number | null;
  /** What it did or found: fit for a channel. */
  readonly note: string | null;
}

/** How it ended. Texts are plain, with names in backquotes. */
export interface Report {
  readonly title: string;
  /** What was done, proved, and left. */
  readonly lines: readonly string[];
  /** By the DBA: statements that the bot may not run. */
  readonly left: readonly string[];
  /** What should follow, as orders that a button can propose. */
  readonly next: readonly {
    readonly label: string;
    readonly operation: OperationName;
    readonly options: JsonObject;
  }[];
}

/** That someone wants the run to end before its end, and may want it (S12). */
export interface CancelAsked {
  readonly by: Agent;
  readonly at: Instant;
  /** Where it overwrites already, what was agreed to. Absent: it gives way at once. */
  readonly agreed?: {
    /** The run that is the cancel: `R206`. */
    readonly run: string;
    /** The step that is still done, or broken off. */
    readonly after: string;
    /** It may be broken off in the middle: absent, it is let end. */
    readonly breaksOff?: true;
    /** Sentences: what is left then, and what goes on from there. */
    readonly leaves: string;
    readonly goesOn: string;
  };
}

export interface Run {
  /** Short and readable aloud: `R204`. */
  readonly id: string;
  readonly order: RunOrder;
  readonly plan: Plan;
  /** What would be done now, where the plan became void because of that. */
  readonly planNow?: Plan;
  /** SHA-256 of the whole plan as it was shown and is carried out, the order and the requester, as hex. */
  readonly hash: string;
  /** In which form the plan is kept and hashed; absent: in the first that was told apart. */
  readonly planFormat?: string;
  readonly consent: Consent;
  readonly state: RunState;
  readonly askedAt: Instant;
  readonly confirmedAt: Instant | null;
  /** Of the plan, the approvals, and the time to start, each in its turn. */
  readonly expiresAt: Instant | null;
  readonly reminded: boolean;
  readonly approvals: readonly Approval[];
  /** Who ended it before it ran, and why. */
  readonly endedBy: { readonly by: Agent; readonly why: string } | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly steps: readonly RunStep[];
  /** Carried from step to step, durable before the next begins. */
  readonly memory: JsonObject;
  readonly cancelAsked: CancelAsked | null;
  readonly report: Report | null;
  /** Of the configuration under which it was asked (S46). */
  readonly configHash: string;
  /** By the schedule, whose configuration is the consent: quiet unless it fails. */
  readonly scheduled: boolean;
  /** The process that carries it out, while one does. */
  readonly worker: string | null;
  /** Counts up with every change: two who change the same version are one too many. */
  readonly version: number;
}

/** The percentage and time left of what a step is doing now. */
export interface Progress {
  readonly percent: number | null;
  readonly note: string | null;
  readonly left: Duration | null;
}
