/**
 * The records that alerting works on. All are plain JSON, so that a store keeps them row by row: instances by
 * fingerprint, groups by key. Functions never change what they are given; they answer what changed and what to remove.
 *
 * The functions of this part, in the order in which a sample passes them:
 *
 *   bind.ts      bindRules(check, environment, target) → AlertRule[]
 *   observe.ts   observe({rules, sample, target, known, settings}) → InstanceDelta     evaluate + track, check-unknown, reachability
 *   reconcile.ts reconcile(rules, instances, at) → InstanceDelta                       at start: rules that went away
 *   notify.ts    notify({now, config, instances, groups, silences, zoneOffset}) → NotifyResult
 *   retain.ts    expired(instances, now, retention) → fingerprints                     resolved ones to forget
 *   silence.ts   silenceRefusal(silence, now) → Refusal | null
 *   digest.ts    summarise(DigestInput) → DigestSummary
 *   replay.ts    parseReplay(json) → {input} | {complaints};  replay(input) → ReplayOutput
 */
import type { Alert, Labels, NotifyReason, SuppressedBy, Transition } from '../domain/alert.ts';
import type { Rule, Severity, Target } from '../domain/check.ts';
import type { Sample } from '../domain/sample.ts';
import type { Duration, Instant } from '../domain/time.ts';

/** All rules of one check with the same alert name: one instance a label set, with the worst severity that fires. */
export interface AlertRule {
  readonly environment: string;
  readonly check: string;
  readonly alert: string;
  /** Which columns of a row are its labels. */
  readonly labels: readonly string[];
  /** `environment`, `target` and the like: they match, group and inhibit, and are not part of the identity. */
  readonly staticLabels: Labels;
  /** Changes when the definition does, its wording aside: then its instances begin anew (`updated`). */
  readonly hash: string;
  /** The rules, worst severity first. */
  readonly levels: readonly Rule[];
}

/** Where one severity of an instance stands. */
export interface LevelState {
  readonly severity: Severity;
  readonly phase: 'inactive' | 'pending' | 'firing' | 'recovering';
  readonly activeAt: Instant | null;
  readonly firingAt: Instant | null;
  /** First evaluation of the present recovery. */
  readonly clearAt: Instant | null;
}

/** What is remembered of a column for its derived values. */
export interface ColumnMemory {
  readonly last: number | string | null;
  readonly rising: number;
  readonly unchanged: number;
}

/** One instance, as it is kept. */
export interface InstanceRecord extends Alert {
  readonly environment: string;
  readonly hash: string;
  readonly levels: readonly LevelState[];
  /** Successive successful evaluations in which it was missing while others were there. */
  readonly misses: number;
  /** By column; empty unless the rule uses derived values. */
  readonly memory: Readonly<Record<string, ColumnMemory>>;
  /** When the server of the newest sample had started: counters begin anew there. */
  readonly startedAt: Instant | null;
  /** It stands for the whole rule, because an error (`onError: firing`) left no rows to name. */
  readonly byError: boolean;
}

/** What a step changed: write `changed`, delete `removed` (fingerprints), tell of `transitions`. */
export interface InstanceDelta {
  readonly changed: readonly InstanceRecord[];
  readonly removed: readonly string[];
  readonly transitions: readonly Transition[];
}

/** What the notification log knows of one group; from the first firing instance until all is resolved and said. */
export interface GroupRecord {
  /** Canonical text of the group's labels. */
  readonly key: string;
  readonly labels: Labels;
  /** First firing instance, muted or not: `groupWait` counts from here. */
  readonly openedAt: Instant;
  /** The next look at this group. */
  readonly nextAt: Instant;
  /** Set at the first notification. */
  readonly incident: string | null;
  readonly announcedAt: Instant | null;
  /** When anything was last said. */
  readonly sentAt: Instant | null;
  readonly sentReason: NotifyReason | null;
  /** Said to be firing and not yet said to be resolved: fingerprint → the severity that was said. */
  readonly announced: Readonly<Record<string, Announced>>;
  /** Said to be resolved in this incident: fingerprints. */
  readonly resolved: readonly string[];
  /** Held back at the newest look: fingerprint → by what. */
  readonly suppressed: Readonly<Record<string, SuppressedBy>>;
  /** The one mention of the incident's turning critical has been asked for. */
  readonly mentioned: boolean;
}

/** Enough to say goodbye to an instance whose record is gone. */
export interface Announced {
  readonly alert: string;
  readonly labels: Labels;
  readonly severity: Severity;
}

export interface Notification {
  readonly at: Instant;
  readonly groupKey: string;
  readonly group: Labels;
  readonly incident: string;
  readonly reason: NotifyReason;
  /** Fingerprints, firing and not held back. */
  readonly firing: readonly string[];
  /** Fingerprints that were announced and are resolved since. */
  readonly resolved: readonly string[];
  /** Worst severity among `firing`; null when nothing fires. */
  readonly severity: Severity | null;
  /** The incident is critical for the first time: the one line with the mention is due. */
  readonly mention: boolean;
}

/** Something announced turned critical: the thread's broadcast line is due now, not at the next tick. */
export interface Escalation {
  readonly at: Instant;
  readonly groupKey: string;
  readonly incident: string;
  readonly fingerprints: readonly string[];
}

/** A firing instance that is not announced, recorded once for as long as the same thing holds it back. */
export interface Suppression {
  readonly at: Instant;
  readonly groupKey: string;
  readonly fingerprint: string;
  readonly alert: string;
  readonly labels: Labels;
  readonly by: SuppressedBy;
  /** The silence's id, the mute time's name, or the source's name. */
  readonly because: string;
}

export interface NotifyResult {
  readonly notifications: readonly Notification[];
  readonly escalations: readonly Escalation[];
  readonly suppressions: readonly Suppression[];
  /** Write these in the same transaction as the messages of `notifications`. */
  readonly changed: readonly GroupRecord[];
  /** Keys of groups that are over. */
  readonly removed: readonly string[];
  /** When to look again, if nothing else happens; null: nothing is open. */
  readonly nextAt: Instant | null;
}

/** By equality; a label that is missing counts as empty. `alert`, `check` and `severity` are labels too. */
export type Matchers = Labels;

export interface Silence {
  readonly id: string;
  readonly matchers: Matchers;
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly author: string;
  readonly comment: string;
  /** The run whose maintenance window this is; it ends with the run's lease. */
  readonly run: string | null;
}

export interface InhibitRule {
  readonly source: Matchers;
  readonly target: Matchers;
  readonly equal: readonly string[];
  /** Not by a source that is recovering: its condition is over. */
  readonly whileBad?: boolean;
}

/** Hours of a week in which matching alerts are not announced; as an active time, the only ones in which they are. */
export interface MuteTime {
  readonly name: string;
  readonly matchers: Matchers;
  /** IANA name: `Europe/Berlin`. */
  readonly zone: string;
  /** 0 is Sunday; empty: every day. The day on which the window begins. */
  readonly weekdays: readonly number[];
  /** Minutes after local midnight; `to` ≤ `from` ends on the next day. From inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  /** Alerts that it leaves alone though its matchers agree: "we cannot tell" is not to be muted by the way. */
  readonly spares?: readonly string[];
}

/** Milliseconds to add to UTC for the local time of a zone at an instant. */
export type ZoneOffset = (zone: string, at: Instant) => Duration;

export interface AlertingConfig {
  /** Labels; `alert` is the alert's name. In the bot always with `environment`. */
  readonly groupBy: readonly string[];
  /** Other labels for the alerts named here. */
  readonly groupByAlert: Readonly<Record<string, readonly string[]>>;
  readonly groupWait: Duration;
  readonly groupInterval: Duration;
  readonly repeatInterval: Readonly<Record<Severity, Duration>>;
  readonly inhibit: readonly InhibitRule[];
  readonly muteTimes: readonly MuteTime[];
  /** What one of these matches is announced only while one that matches it is on. */
  readonly activeTimes: readonly MuteTime[];
}

/** How samples are judged. */
export interface ObserveSettings {
  /** More instances of one rule than this are an error. */
  readonly instanceLimit: number;
  /** How long a check must be unknown before that is an alert of its own. */
  readonly unknownFor: Duration;
  readonly unknownSeverity: Severity;
  /** How long a server must be unreachable; and what ends it at once. */
  readonly downFor: Duration;
  readonly downKeepFiringFor: Duration;
}

/** One sample's way in. `known`: the instances of this environment that the sample may touch; others do no harm. */
export interface ObserveInput {
  readonly rules: readonly AlertRule[];
  readonly sample: Sample;
  readonly target: Target;
  readonly known: Iterable<InstanceRecord>;
  readonly settings: ObserveSettings;
}

export interface NotifyInput {
  readonly now: Instant;
  readonly config: AlertingConfig;
  /** At least all that are firing or recovering. */
  readonly instances: Iterable<InstanceRecord>;
  readonly groups: readonly GroupRecord[];
  readonly silences: readonly Silence[];
  readonly zoneOffset: ZoneOffset;
  /** Incidents that someone holds: they are not repeated. All else about them is still said. */
  readonly acknowledged?: ReadonlySet<string>;
}
