/** What `hart.yml` changes of one rule. Durations and conditions as written: `10s`, `> 500`. */
export interface RuleOverride {
  readonly enabled?: boolean | undefined;
  readonly when?: string | undefined;
  readonly recovers?: string | undefined;
  readonly severity?: 'warning' | 'critical' | undefined;
  readonly for?: string | undefined;
  readonly keepFiringFor?: string | undefined;
}

/** What `hart.yml` changes of one check, for one environment. */
export interface CheckOverride {
  readonly enabled?: boolean | undefined;
  readonly interval?: string | undefined;
  readonly timeout?: string | undefined;
  readonly parameters?: Readonly<Record<string, number | string>> | undefined;
  /** By alert; `alert/severity` where one alert has rules of both severities. */
  readonly rules?: Readonly<Record<string, RuleOverride>> | undefined;
}

/** One pace for all checks: the demo's, where a person waits. A rule without `for` stays without. */
export interface Pace {
  readonly interval?: string | undefined;
  readonly for?: string | undefined;
  readonly keepFiringFor?: string | undefined;
}
