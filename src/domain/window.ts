import type { Labels } from './alert.ts';
import type { Target } from './check.ts';
import type { Duration } from './time.ts';

/**
 * A run asks for quiet about the alerts that it causes itself. What its window mutes is still watched; the end of what was
 * announced is told; what still fires when the window ends is announced.
 */
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
