import type { Labels, TransitionReason } from './alert.ts';
import type { Severity, Unit } from './check.ts';
import type { Duration, Instant } from './time.ts';

/** Who took an incident, and since when. */
export interface Holder {
  readonly person: string;
  readonly slackUserId: string | null;
  readonly since: Instant;
}

/** Why an instance is over though nobody measured that it is well again. */
export type Ending = Exclude<TransitionReason, 'threshold' | 'recovered'>;

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
  /** Left out while it is not over, and where it was measured good again. */
  readonly ended?: Ending;
  /** The rule's summary with its places filled, or null. */
  readonly summary: string | null;
}

/** More instances than this are named in the thread alone: the root message shows the worst. */
export const mostShown = 10;

/** What people and the clock have done about an incident. */
export interface Handling {
  /** Who held it, in their order, each once. */
  readonly heldBy: readonly string[];
  readonly acknowledgedAt: Instant | null;
  /** When holding it ends by itself; null while nobody holds it. */
  readonly lapsesAt: Instant | null;
  /** The holder was reminded that it will. */
  readonly reminded: boolean;
  /** When it was last given back. */
  readonly releasedAt: Instant | null;
  /** When people were first mentioned. */
  readonly mentionedAt: Instant | null;
  /** How many escalation steps were taken after that. */
  readonly escalated: number;
}

export const untouched: Handling = {
  heldBy: [],
  acknowledgedAt: null,
  lapsesAt: null,
  reminded: false,
  releasedAt: null,
  mentionedAt: null,
  escalated: 0,
};

/** Someone asked for quiet about an incident: it is neither repeated nor escalated until then. */
export interface Snooze {
  readonly by: string;
  readonly until: Instant;
  /** How bad it was then: anything worse ends it. */
  readonly severity: Severity;
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
  /** The operation that usually helps, as the check names it. */
  readonly operation?: string;
  /** Short facts worth a line: `Rising 95 a minute for 6 min`. */
  readonly facts: readonly string[];
  readonly openedAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly holder: Holder | null;
  readonly handling: Handling;
  /** All of it is muted by silences until then. */
  readonly silencedUntil: Instant | null;
  /** All of it is muted by this run's maintenance window, or by that and silences. */
  readonly inWindow: string | null;
  readonly snooze: Snooze | null;
  /** What was done about it by runs, each in a few words. */
  readonly done: readonly string[];
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
    | 'listed'
    | 'worsened'
    | 'improved'
    | 'instance-resolved'
    | 'resolved'
    | 'repeated'
    | 'acknowledged'
    | 'unacknowledged'
    | 'handed-over'
    | 'reminded'
    | 'lapsed'
    | 'escalated'
    | 'silenced'
    | 'silence-over'
    | 'window'
    | 'snoozed'
    | 'snooze-over'
    | 'did'
    | 'not-watched'
    | 'note';
  /** The instance it is about; null when about all. */
  readonly instance: IncidentInstance | null;
  /** Who did it or what is worth adding: `below 800 for 5 min`. */
  readonly detail: string | null;
  /** Until when it holds: a silence, someone's being in charge. */
  readonly until?: Instant;
  /** Of `listed`: what it names. */
  readonly names?: readonly Labels[];
  /** From when on, where that is not `at`: the bot's own absence. */
  readonly since?: Instant;
}

/** Someone who may: as the configuration names them, and where Slack can mention them. */
export interface Actor {
  readonly person: string;
  readonly slackUserId: string | null;
}

/** What people do to an incident. */
export type IncidentAct =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'unacknowledge' }
  | { readonly kind: 'hand-over'; readonly to: Actor }
  | { readonly kind: 'snooze'; readonly until: Instant }
  | { readonly kind: 'wake' }
  /** A run did something about it: `log backup done, run R204`. */
  | { readonly kind: 'did'; readonly what: string }
  | { readonly kind: 'note'; readonly text: string };

/** A silence, as someone asks for it. */
export interface SilenceOrder {
  readonly matchers: Labels;
  readonly duration: Duration;
  readonly comment: string;
  readonly by: Actor;
  /** When it begins; now when left out. */
  readonly from?: Instant;
}

/** Something that fires and that a silence mutes, or would. */
export interface MutedInstance {
  readonly alert: string;
  readonly labels: Labels;
  readonly severity: Severity;
  /** Where it was announced. */
  readonly incident: string | null;
}

/** A silence in force, or planned. */
export interface SilenceView {
  readonly id: string;
  readonly matchers: Labels;
  /** In the future: it is planned. */
  readonly from: Instant;
  readonly until: Instant;
  readonly by: string;
  readonly comment: string;
  /** The run whose maintenance window it is; its end moves on while the run lives. */
  readonly run: string | null;
}

/** Who is mentioned when something turns critical now. */
export interface OnCallView {
  readonly people: readonly string[];
  readonly group: string | null;
  /** When the next one of the rota takes over; null without a rota. */
  readonly until: Instant | null;
}

/** What `/hart alerts` shows. */
export interface AlertsView {
  readonly environment: string;
  readonly asOf: Instant;
  readonly open: readonly Incident[];
  readonly silences: readonly SilenceView[];
  readonly onCall: OnCallView;
  /** When the last incident ended, for the empty state; null if there never was one. */
  readonly lastResolvedAt: Instant | null;
}
