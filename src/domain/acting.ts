import type { Refusal } from './authority.ts';
import type { Agent, Run, RunOrder } from './run.ts';

/** What came of an act on a run. */
export type Acted = Run | Refusal;

/**
 * The one way to every operation, for commands, buttons, dialogs, the Home tab and the terminal. Whoever calls has asked
 * the gate already, with fresh facts; what depends on the run (requester or approver, their number, the hash, the
 * state, expiry) is decided here, for all alike. Each answer is durable and audited when it resolves.
 */
export interface Acting {
  /** Gathers facts and plans. The run is `planned`, or the reason why nothing can be done. */
  propose(order: RunOrder): Promise<Acted>;
  /** The requester agrees to the plan that they saw. Starts it where no approval is wanted. */
  confirm(id: string, by: Agent, given: Given): Promise<Acted>;
  approve(id: string, by: Agent, given: Given): Promise<Acted>;
  reject(id: string, by: Agent, why: string): Promise<Acted>;
  withdraw(id: string, by: Agent): Promise<Acted>;
  /** The requester starts what was approved. Resolves once it runs; it goes on afterwards. */
  start(id: string, by: Agent): Promise<Acted>;
  /**
   * By the requester or an approver, until the first overwriting step. Refused as `S12` after it: then the operation
   * `cancel` with the option `run` is proposed, which is a plan with the same approvals.
   */
  cancel(id: string, by: Agent): Promise<Acted>;
  /** The same order again, after expiry or a plan that became void. */
  askAgain(id: string, by: Agent): Promise<Acted>;
  find(id: string): Promise<Run | null>;
  /** Newest first: those not over yet, then the others, at most `limit`. */
  list(environment: string, limit: number): Promise<readonly Run[]>;
}

/** What someone gave with their consent. */
export interface Given {
  /** Of the plan that was before them; the stored one must have the same (S43). */
  readonly hash: string;
  /** `environment/database`, where it must be typed. */
  readonly typedName?: string;
  /** The one-time code, where one is wanted (S44). */
  readonly code?: string;
}
