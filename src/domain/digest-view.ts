import type { Severity, Unit } from './check.ts';
import type { JustRestored, QuietView, StatusLine } from './status.ts';
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
  /** How many of each kind; a kind that cannot be counted for this period is left out. */
  readonly byKind: readonly { readonly kind: 'full' | 'diff' | 'log'; readonly made: number }[];
  /** The most that would have been lost at any moment of the period. */
  readonly worstExposure: Duration | null;
}

/** A number of the period beside the same of the period before. Null: not measured. */
export interface DigestNumber {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number | null;
  readonly before: number | null;
}

/** When a volume, a file or the log will be full, by the line through its free room of the last weeks. */
export interface StorageForecast {
  readonly item: string;
  readonly usedPercent: number | null;
  /** Negative: it shrinks. */
  readonly growthMbPerDay: number;
  /** Null: it does not fill, or the growth cannot be told from chance. */
  readonly daysToFull: number | null;
  /** Two standard errors of the growth either way; `latest` null: by the slower growth it never fills. */
  readonly earliestDays: number | null;
  readonly latestDays: number | null;
  /** How many days the line goes through. */
  readonly days: number;
}

/** An item of the operational runbook. */
export interface DigestTask {
  /** Of this one occasion: what a sign-off names. */
  readonly id: string;
  readonly title: string;
  readonly every: 'day' | 'week' | 'month';
  /** `verified` by the bot from what it measured, `signed` by a person, `open`. */
  readonly state: 'verified' | 'signed' | 'open';
  /** What it was verified by, or why a person must. */
  readonly detail: string;
  readonly signedBy: string | null;
  readonly signedAt: Instant | null;
  /** The period in which it first came up, where that was an earlier one: `2026-W47`. */
  readonly carriedFrom: string | null;
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
  /** For which part of the period, 0 to 1, SQL Server was seen at all: what was not seen may have been anything. */
  readonly coverage: number;
  readonly incidents: readonly DigestIncident[];
  readonly backups: DigestBackups | null;
  /** The week or month against the one before; empty in a day's digest. */
  readonly numbers: readonly DigestNumber[];
  readonly forecasts: readonly StorageForecast[];
  /** Of the runbook: what came up in this period, and what is still open from earlier ones. */
  readonly tasks: readonly DigestTask[];
  /** At most two. */
  readonly charts: readonly Chart[];
  /**
   * Slowest queries by the number that Query Store gives them, never their texts. `runs` an hour; `change` against the
   * period before, 0.12 is 12 % slower.
   */
  readonly slowest: readonly {
    readonly query: string;
    readonly averageMs: number;
    readonly runs: number;
    readonly change: number | null;
  }[];
  /** All ten lines at the end of the period; the digest shows those that are not ok and sums up the rest. */
  readonly lines: readonly StatusLine[];
  /** Of the same moment. */
  readonly restored: JustRestored | null;
  /** What is due: partitions to add, certificates that expire. */
  readonly due: readonly string[];
  readonly off: readonly string[];
  readonly raised: readonly string[];
  readonly silenced: readonly { readonly name: string; readonly until: Instant }[];
  /** Mute times that are on at its end, active times that are not. */
  readonly muting: readonly QuietView[];
}
