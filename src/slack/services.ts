import type { Acting } from '../domain/acting.ts';
import type { Labels } from '../domain/alert.ts';
import type { AuditEntry, AuditFinding, RecordedAuditEntry } from '../domain/audit.ts';
import type { Refusal } from '../domain/authority.ts';
import type { BackupsView } from '../domain/backups-view.ts';
import type { CheckResult, CheckSummary } from '../domain/check-result.ts';
import type { DigestTask, DigestView } from '../domain/digest-view.ts';
import type { HomeViewer, OwnTurns } from '../domain/home.ts';
import type {
  Actor,
  AlertsView,
  Incident,
  IncidentAct,
  IncidentChange,
  MutedInstance,
  Place,
  SilenceOrder,
  SilenceView,
} from '../domain/incident.ts';
import type { WantedMessage } from '../domain/message.ts';
import type { PoisonMessage } from '../domain/queue-acts.ts';
import type { QueuesView } from '../domain/queues-view.ts';
import type { RestoreChoices } from '../domain/restore-choices.ts';
import type { Status } from '../domain/status.ts';
import type { Duration, Instant } from '../domain/time.ts';
import type { Authority } from '../operations/authorise.ts';

/** An environment as Slack sees it. */
export interface EnvironmentFacts {
  readonly name: string;
  readonly channels: { readonly ops: string; readonly audit: string };
}

/** What the configuration says, read once at start. */
export interface SlackFacts {
  readonly environments: readonly EnvironmentFacts[];
  readonly defaultEnvironment: string;
  /** Marks every message SANDBOX. */
  readonly sandbox: boolean;
  readonly authority: Authority;
  /** Mentioned by the one broadcast line: people's and groups' Slack ids. */
  readonly onCall: { readonly users: readonly string[]; readonly group: string | null };
  /** When the next morning begins for those on call. */
  readonly morning: (now: Instant) => Instant;
}

/** Shows what is asked for. Nothing here throws for what is merely unknown: that is part of the answer. */
export interface ViewServices {
  /** From the last known samples, at once. */
  status(environment: string): Promise<Status>;
  /** Runs every check that is due to a person, answers with the new status; `onProgress` as it gets better. */
  refresh(environment: string, onProgress?: (status: Status) => void): Promise<Status>;
  checks(environment: string): Promise<readonly CheckSummary[]>;
  /** Runs one check now, alone; null when there is no such check. */
  runCheck(environment: string, name: string): Promise<CheckResult | null>;
  queues(environment: string): Promise<QueuesView>;
  alerts(environment: string): Promise<AlertsView>;
  /** One incident, open or resolved, of any environment; null when it is not known (any more). */
  incident(id: string): Promise<Incident | null>;
  /** The incident whose root message this is, open or not long over; null: it is none's. */
  incidentAt(place: Place): Promise<Incident | null>;
  /** All that happened to an incident, oldest first. */
  timeline(incident: Incident): Promise<readonly IncidentChange[]>;
  /** What fires now and would be muted. */
  wouldMute(environment: string, matchers: Labels): Promise<readonly MutedInstance[]>;
  /** The environment of a silence in force; null when there is none of this id. */
  silenceHome(id: string): Promise<string | null>;
  backups(environment: string): Promise<BackupsView>;
  /** When the person of this name is on call; null: nobody of the configuration. */
  turnsOf(person: string | null): OwnTurns;
  /** Who opened the Home tab lately. */
  homeViewers(): Promise<readonly HomeViewer[]>;
  /** The digest of today so far. */
  digest(environment: string): Promise<DigestView>;
}

/** Does what is asked for. */
export interface ActServices {
  /** Sends a test alert through the whole pipeline; the key is that of its root message. */
  testAlert(order: {
    readonly environment: string;
    readonly userId: string;
    readonly person: string;
  }): Promise<{ readonly key: string }>;
  /** Does what someone asks of an incident; durable when it resolves. */
  act(order: {
    readonly environment: string;
    readonly incident: string;
    readonly act: IncidentAct;
    readonly by: Actor;
  }): Promise<Refusal | null>;
  silence(environment: string, order: SilenceOrder): Promise<SilenceView | Refusal>;
  endSilence(environment: string, id: string, by: Actor): Promise<SilenceView | Refusal>;
  /**
   * Signs a task of the runbook off and edits the digests that show it; `isNew` only for the first. Null: there is no
   * such task (any more).
   */
  signOff(order: {
    readonly environment: string;
    readonly task: string;
    readonly person: string;
  }): Promise<{ readonly task: DigestTask; readonly isNew: boolean } | null>;
  /** Into the outbox: durable when this resolves. */
  postMessage(message: WantedMessage): Promise<void>;
  /** Where the message with this key is, waiting at most `patience` for Slack to have it; null: not yet. */
  whereIs(key: string, patience: Duration): Promise<Place | null>;
  /** Someone opened the Home tab; it is kept fresh for them for a while, after a restart too. */
  homeOpened(viewer: HomeViewer): Promise<void>;
  audit(entry: AuditEntry): Promise<void>;
  /** True for the first who claims this id within 11 min, also across restarts: a doubled delivery answers false. */
  claim(id: string): Promise<boolean>;
}

/** What was done, by whom: read by approvers and admins. */
export interface RecordServices {
  /** The newest, newest first. */
  auditEntries(count: number): Promise<readonly RecordedAuditEntry[]>;
  /** Reads the whole log again. */
  verifyAudit(): Promise<AuditFinding>;
}

/** All that Slack needs of the rest. */
export interface SlackServices extends ViewServices, ActServices, RecordServices {
  readonly facts: SlackFacts;
  /** The one way to every operation. */
  readonly acting: Acting;
  /** The message at the head of a queue: for operators only, in a dialog (S51). */
  poisonMessage(environment: string, queue: string): Promise<PoisonMessage | Refusal>;
  /** What the form of a restore offers, looked up now. */
  restoreChoices(environment: string, from?: string): Promise<RestoreChoices | Refusal>;
}
