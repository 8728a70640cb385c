import type { Duration } from './time.ts';

/** How bad: what a rule says when its condition holds. */
export type Severity = 'warning' | 'critical';

/** The outcome of one evaluation of a check. `off`: not configured here, so not counted. */
export type State = 'ok' | 'warning' | 'critical' | 'unknown' | 'off';

/** From best to worst, for headlines and sorting. `unknown` ranks above `warning`: not knowing is no comfort. */
export const stateOrder: readonly State[] = ['off', 'ok', 'warning', 'unknown', 'critical'];

/** The worst of several states; `off` of none. */
export function worstState(states: readonly State[]): State {
  return states.reduce<State>(
    (worst, state) => (stateOrder.indexOf(state) > stateOrder.indexOf(worst) ? state : worst),
    'off',
  );
}

export type Target = 'sql-server' | 'neo4j' | 'api';

/** The lines of the status, in the order in which they are shown. */
export const subsystems = [
  'SQL Server',
  'OODA loop',
  'Queries',
  'Spatial index',
  'Queues',
  'Backups',
  'Neo4j sync',
  'Neo4j',
  'Application',
  'Bot',
] as const;
export type Subsystem = (typeof subsystems)[number];

/** What a value is measured in. `text` and `utc` values are shown and never compared by a rule. */
export const valueUnits = [
  'count',
  'ms',
  'seconds',
  'minutes',
  'hours',
  'days',
  'percent',
  'MB',
  'bytes',
  'flag',
  'number',
  'text',
  'utc',
] as const;
export type Unit = (typeof valueUnits)[number];

export type Comparison = '>' | '>=' | '<' | '<=' | '==' | '!=';

/** `> 1000` */
export interface Condition {
  readonly comparison: Comparison;
  readonly threshold: number;
}

export interface Rule {
  /** The alert's name, in kebab-case. Several rules of a check may share it with different severities. */
  readonly alert: string;
  /**
   * The column that is compared, or one of its derived forms: `depth.rising` (successive samples in which it rose),
   * `head.unchanged` (successive samples with the same value, null counting as none), `letters.increase` (rise since
   * the sample before; null at the first, and after a restart of the server).
   */
  readonly value: string;
  readonly when: Condition;
  /** Ends a firing instance; by default the negation of `when`. */
  readonly recovers?: Condition;
  readonly for: Duration;
  readonly keepFiringFor: Duration;
  readonly severity: Severity;
  /** What a failed probe means: `error` leaves instances alone and drives `check-unknown`. */
  readonly onError: 'error' | 'firing' | 'ok' | 'keep';
  readonly onEmpty: 'ok' | 'unknown';
  /** One sentence with `{label}` and `{value}` places, for the alert's title. */
  readonly summary?: string;
  /** What this alert means and what to do about it, where the check's remedy is about more. One for all its severities. */
  readonly remedy?: string;
}

/** A right that a statement needs, in SQL Server's words; `object` for rights on one object. */
export interface Need {
  readonly right: string;
  readonly object?: string;
  /** Years: `max 2019` rights are asked of servers up to that version only. */
  readonly until?: number;
  readonly since?: number;
}

/** Given in the file, or taken from the newest sample of another check. */
export type ParameterSource =
  | { readonly type: 'int' | 'float' | 'text'; readonly value: number | string }
  | {
      readonly type: 'int' | 'float';
      readonly from: { readonly check: string; readonly value: string };
    };

export interface Variant {
  readonly name: string;
  /** All must hold; none: always applies. Objects are `schema.name`, columns `schema.table.column`. */
  readonly requires: {
    readonly object?: string;
    readonly column?: string;
    /** Major version of SQL Server (16 is 2022) or of Neo4j. */
    readonly minVersion?: number;
  };
  readonly statement: string;
}

/** One request an API replica must answer. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD';
  readonly path: string;
}

/** One check file, read and verified. */
export interface Check {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly subsystem: Subsystem;
  readonly target: Target;
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly runsOn: 'primary' | 'any' | 'every';
  readonly needs: readonly Need[];
  /**
   * What the statement returns beside its rows to prove that it could have seen some: see `Proof`. In words, for
   * people: what must be visible.
   */
  readonly witness?: string;
  readonly minVersion?: number;
  /** How far back its rows look within the database: after a restore they say nothing for so long (S18). */
  readonly looksBack?: Duration;
  readonly parameters: Readonly<Record<string, ParameterSource>>;
  readonly labels: readonly string[];
  readonly values: Readonly<Record<string, Unit>>;
  readonly rules: readonly Rule[];
  readonly onEmpty: 'ok' | 'unknown';
  readonly onMissing: 'unknown' | 'off';
  /** What it means and what to do, for the person who is woken by it. */
  readonly remedy: string;
  /**
   * The status line's words, with places `{max(column)} {min(…)} {sum(…)} {first(…)} {count()} {worst(label by column)}`,
   * each written in its column's unit.
   */
  readonly headline?: string;
  /** The operation that usually helps. */
  readonly operation?: string;
  /** First that applies wins; at least one. For HTTP checks the single variant's statement is empty. */
  readonly variants: readonly Variant[];
  readonly request?: HttpRequest;
  /** The rows are made of the statement's answer by the pure function of this name: what no SELECT can plan. */
  readonly computed?: string;
  /** What replicas answer is made into rows together, by the pure function of this name: none of them knows all. */
  readonly pooled?: string;
}
