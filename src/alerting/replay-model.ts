import type {
  Labels,
  NotifyReason,
  Phase,
  SuppressedBy,
  TransitionReason,
} from '../domain/alert.ts';
import type { Complaint } from '../domain/fault.ts';
import type { Instant } from '../domain/time.ts';
import type { AlertingConfig, AlertRule, Silence } from './model.ts';

/** A recorded measurement as it stands in the file, its form verified. */
export interface RawEvaluation {
  readonly at: string;
  readonly check: string;
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly error?: string;
}

/** What `hart replay` runs: verified, durations and moments in milliseconds. */
export interface ReplayInput {
  readonly alerting: AlertingConfig;
  readonly instanceLimit: number;
  readonly unknownFor: number;
  readonly rules: readonly AlertRule[];
  readonly silences: readonly Silence[];
  readonly evaluations: readonly RawEvaluation[];
  /** When each evaluation was, beside `evaluations`. */
  readonly times: Float64Array;
  /** Null: until the last evaluation. */
  readonly until: Instant | null;
}

export type ParsedReplay =
  | { readonly ok: true; readonly input: ReplayInput }
  | { readonly ok: false; readonly complaints: readonly Complaint[] };

export interface ReplayTransition {
  readonly at: string;
  readonly alert: string;
  readonly labels: Labels;
  readonly from: Phase;
  readonly to: Phase;
  readonly reason: TransitionReason;
}

export interface ReplayNotification {
  readonly at: string;
  readonly group: Labels;
  readonly reason: NotifyReason;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
}

export interface ReplaySuppression {
  readonly at: string;
  readonly alert: string;
  readonly labels: Labels;
  readonly by: SuppressedBy;
}

/** What `hart replay --json` prints. */
export interface ReplayOutput {
  readonly transitions: readonly ReplayTransition[];
  readonly notifications: readonly ReplayNotification[];
  readonly suppressed: readonly ReplaySuppression[];
}
