import type { Labels } from './alert.ts';
import type { Severity, Unit } from './check.ts';
import type { Instant } from './time.ts';

/** Who took an incident, and since when. */
export interface Holder {
  readonly person: string;
  readonly slackUserId: string | null;
  readonly since: Instant;
}

/** One instance of an incident: one queue, one query, one database. */
export interface IncidentInstance {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly severity: Severity;
  readonly value: number | null;
  readonly unit: Unit;
  /** The condition that holds or held, as written: `> 1000`. */
  readonly threshold: string;
  /** The condition that ends it, as written: `< 800`. */
  readonly recovers: string;
  readonly since: Instant;
  readonly resolvedAt: Instant | null;
  /** The rule's summary with its places filled, or null. */
  readonly summary: string | null;
}

/** A group of alerts of one kind that is one thread in Slack. */
export interface Incident {
  /** Short and readable aloud: `7Q3F`. */
  readonly id: string;
  readonly environment: string;
  /** The alert's name: `queue-backlog`. */
  readonly alert: string;
  readonly check: string;
  readonly severity: Severity;
  /** Worst first. Resolved ones are kept until the incident is. */
  readonly instances: readonly IncidentInstance[];
  /** What it means and what to do, from the check. */
  readonly remedy: string;
  /** Short facts worth a line: `Rising 95 a minute for 6 min`. */
  readonly facts: readonly string[];
  readonly openedAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly holder: Holder | null;
  /** Muted by a silence until then. */
  readonly silencedUntil: Instant | null;
  /** Sent to prove the routing: nothing is wrong. */
  readonly isTest: boolean;
  /** Where its root message is, once Slack has it. */
  readonly place: Place | null;
}

/** A message in Slack. */
export interface Place {
  readonly channel: string;
  readonly ts: string;
}

/** One change in an incident's life: a line of its thread. */
export interface IncidentChange {
  readonly at: Instant;
  readonly kind:
    | 'opened'
    | 'added'
    | 'worsened'
    | 'improved'
    | 'instance-resolved'
    | 'resolved'
    | 'repeated'
    | 'acknowledged'
    | 'unacknowledged'
    | 'note';
  /** The instance it is about; null when about all. */
  readonly instance: IncidentInstance | null;
  /** Who did it or what is worth adding: `below 800 for 5 min`. */
  readonly detail: string | null;
}

/** A silence in force. */
export interface SilenceView {
  readonly id: string;
  readonly matchers: Labels;
  readonly until: Instant;
  readonly by: string;
  readonly comment: string;
}

/** What `/hart alerts` shows. */
export interface AlertsView {
  readonly environment: string;
  readonly asOf: Instant;
  readonly open: readonly Incident[];
  readonly silences: readonly SilenceView[];
  /** When the last incident ended, for the empty state; null if there never was one. */
  readonly lastResolvedAt: Instant | null;
}
