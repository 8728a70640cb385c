import type { Check, State, Subsystem } from './check.ts';
import type { Sample } from './sample.ts';
import type { Duration, Instant } from './time.ts';

/** One check run now, judged by its rules. */
export interface CheckResult {
  readonly check: Check;
  readonly sample: Sample;
  readonly state: State;
  /** The check's headline with its places filled; null where it has none or there are no rows. */
  readonly headline: string | null;
  /** One state a row of the sample, by the rules that the row breaks. */
  readonly rowStates: readonly State[];
  /** The recent course of one of its numbers, where there is a history. */
  readonly rowTrends?: RowTrends;
}

/** Recent values of a column, oldest first, one series a row of the sample. */
export interface RowTrends {
  readonly column: string;
  readonly values: readonly (readonly number[])[];
}

/** One line of the list of checks. */
export interface CheckSummary {
  readonly name: string;
  readonly title: string;
  readonly subsystem: Subsystem;
  readonly state: State;
  /** When it last ran; null: not yet. */
  readonly lastRunAt: Instant | null;
  /** How long that took; null: not yet. */
  readonly ms: Duration | null;
  /** Why it is unknown or off. */
  readonly reason: string | null;
}
