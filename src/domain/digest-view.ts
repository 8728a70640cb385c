import type { Severity, Unit } from './check.ts';
import type { StatusLine } from './status.ts';
import type { Duration, Instant } from './time.ts';

/** A line chart. Every series has one value for every category. */
export interface Chart {
  readonly title: string;
  readonly unit: Unit;
  /** The points along the time axis: `08:00`. */
  readonly categories: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** An incident of the period, as the digest tells it. */
export interface DigestIncident {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly openedAt: Instant;
  /** Null: still open. */
  readonly resolvedAt: Instant | null;
  /** Who held it. */
  readonly holder: string | null;
}

/** The backups of the period. Null: not known. */
export interface DigestBackups {
  readonly made: number | null;
  readonly missed: number | null;
  readonly readBack: number | null;
  readonly restorableTo: Instant | null;
  readonly behind: Duration | null;
}

/** What a digest tells. */
export interface DigestView {
  readonly environment: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Asked for (`now`), or sent by the schedule. */
  readonly kind: 'now' | 'daily' | 'weekly' | 'monthly';
  /** Sent after its time because the bot was down. */
  readonly late: boolean;
  readonly incidents: readonly DigestIncident[];
  readonly backups: DigestBackups | null;
  /** At most two. */
  readonly charts: readonly Chart[];
  /** Slowest queries, parameterised and without literals. `change` against the period before, 0.12 is 12 % slower. */
  readonly slowest: readonly {
    readonly query: string;
    readonly averageMs: number;
    readonly runs: number;
    readonly change: number | null;
  }[];
  /** All ten lines at the end of the period; the digest shows those that are not ok and sums up the rest. */
  readonly lines: readonly StatusLine[];
  /** What is due: partitions to add, certificates that expire. */
  readonly due: readonly string[];
  readonly off: readonly string[];
  readonly silenced: readonly { readonly name: string; readonly until: Instant }[];
}
