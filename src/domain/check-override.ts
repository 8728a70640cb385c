import type { Severity } from './check.ts';
import type { Duration } from './time.ts';

/** What `hart.yml` changes of one rule. Conditions as written: `> 500`. */
export interface RuleOverride {
  readonly when?: string | undefined;
  readonly recovers?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly for?: Duration | undefined;
  readonly keepFiringFor?: Duration | undefined;
}

/** What `hart.yml` changes of one check, for one environment. */
export interface CheckOverride {
  readonly enabled?: boolean | undefined;
  readonly interval?: Duration | undefined;
  readonly parameters?: Readonly<Record<string, number | string>> | undefined;
  /** By alert; `alert/severity` where one alert has rules of both severities. */
  readonly rules?: Readonly<Record<string, RuleOverride>> | undefined;
}

/** One pace for all checks: the demo's, where a person waits. A rule without `for` stays without. */
export interface Pace {
  readonly interval?: Duration | undefined;
  readonly for?: Duration | undefined;
  readonly keepFiringFor?: Duration | undefined;
}
