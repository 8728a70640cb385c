import type { Labels } from './alert.ts';
import type { Refusal } from './authority.ts';
import type { Target } from './check.ts';
import type { Duration } from './time.ts';

/** A run asks for quiet about the alerts that it causes itself. */
export interface WindowOrder {
  /** Short name of the run: `R204`. One run has one window at most in an environment. */
  readonly run: string;
  readonly environment: string;
  /** Only alerts of checks that ask this; null: whatever they ask. */
  readonly target: Target | null;
  /** What its operation declares; each names its alert (S50). */
  readonly mutes: readonly Labels[];
  /** The window ends so long after it was opened or last extended: with the run that died. */
  readonly lease: Duration;
  /** Who asked for the run. */
  readonly person: string;
  /** What it is for, in a few words: `Restore Hartonomous`. */
  readonly purpose: string;
}

/**
 * Maintenance windows of runs. Durable when a promise resolves. What they mute is still watched; the end of what was
 * announced is told; what still fires when a window ends is announced.
 */
export interface MaintenanceWindows {
  /** Opens the run's window, or extends the one that it has. */
  open(order: WindowOrder): Promise<Refusal | null>;
  /** Counts the lease from now on; false: the window is over already, and stays so. */
  extend(environment: string, run: string, lease: Duration): Promise<boolean>;
  /** Ends the run's window now; nothing happens where there is none. */
  close(environment: string, run: string): Promise<void>;
}
