import type { Severity } from './check.ts';
import type { Instant } from './time.ts';

export type Labels = Readonly<Record<string, string>>;

/** An instance's life. `recovering`: past the threshold, kept firing for a while, silently. */
export type Phase = 'inactive' | 'pending' | 'firing' | 'recovering' | 'resolved';

export type TransitionReason =
  | 'threshold'
  | 'recovered'
  | 'vanished'
  | 'error'
  | 'no-data'
  | 'updated';

/** One instance of one rule. Times are null until they have happened. */
export interface Alert {
  readonly fingerprint: string;
  readonly alert: string;
  readonly check: string;
  /** The row's labels; static labels (`environment`, `target`, `severity`) are in `staticLabels`. */
  readonly labels: Labels;
  readonly staticLabels: Labels;
  readonly severity: Severity;
  readonly phase: Phase;
  readonly value: number | null;
  readonly threshold: string;
  /** First breaching evaluation of this life. */
  readonly activeAt: Instant | null;
  readonly firingAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly lastSeenAt: Instant;
  readonly reason: TransitionReason;
}

export interface Transition {
  readonly at: Instant;
  readonly alert: string;
  readonly labels: Labels;
  readonly fingerprint: string;
  readonly from: Phase;
  readonly to: Phase;
  readonly reason: TransitionReason;
}

export type NotifyReason = 'first' | 'all-resolved' | 'new-alerts' | 'some-resolved' | 'repeat';

export type SuppressedBy = 'silence' | 'inhibit' | 'mute-time';

/** `queue-backlog{queue=ActQueue}`: how an instance is named in logs and by `hart replay`. */
export function alertName(alert: string, labels: Labels): string {
  const inner = Object.keys(labels)
    .toSorted()
    .map((key) => `${key}=${labels[key]}`)
    .join(',');
  return inner === '' ? alert : `${alert}{${inner}}`;
}
