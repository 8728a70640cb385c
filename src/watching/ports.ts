import type { Labels } from '../domain/alert.ts';
import type { Check } from '../domain/check.ts';
import type { Incident, IncidentChange, Place } from '../domain/incident.ts';
import type { Content, WantedMessage } from '../domain/message.ts';
import type { Sample } from '../domain/sample.ts';
import type { Duration, Instant } from '../domain/time.ts';

/** Runs a check against its target. Never throws for what a target may do: that is part of the sample. */
export type RunProbe = (
  check: Check,
  newest: (check: string) => Sample | undefined,
) => Promise<Sample>;

/** A document of the bot's memory, as JSON text. */
export interface StoredRecord {
  readonly id: string;
  readonly json: string;
}

export interface TrendRequest {
  readonly environment: string;
  readonly check: string;
  readonly column: string;
  readonly since: Instant;
  readonly until: Instant;
  readonly points: number;
  readonly labels?: Labels;
  readonly across?: 'max' | 'min' | 'sum';
  /** What one point tells of its span: the mean when left out. */
  readonly within?: 'mean' | 'peak' | 'least';
}

/** Null: nothing was measured there. */
export interface TrendPoint {
  readonly at: Instant;
  readonly value: number | null;
}

export interface InstanceTrend {
  readonly labels: Labels;
  readonly points: readonly TrendPoint[];
}

/** What watching needs of the store. Whatever a promise resolves is on disk. */
export interface WatchStore {
  transaction<T>(work: () => Promise<T>): Promise<T>;
  readonly records: {
    load(kind: string, environment: string): Promise<readonly StoredRecord[]>;
    apply(
      kind: string,
      environment: string,
      change: { readonly put?: readonly StoredRecord[]; readonly remove?: readonly string[] },
    ): Promise<void>;
  };
  readonly messages: {
    want(message: WantedMessage, now: Instant): Promise<void>;
    byKey(key: string): Promise<{ readonly channel: string; readonly ts: string | null } | null>;
    /** Forgets what Slack is not known to have, of messages whose keys begin so; how many they were. */
    withdraw(keysBegin: string): Promise<number>;
  };
  readonly samples: {
    save(sample: Sample): Promise<void>;
    all(environment: string): Promise<readonly Sample[]>;
    trend(request: TrendRequest): Promise<readonly TrendPoint[]>;
    trendByInstance(request: Omit<TrendRequest, 'across'>): Promise<readonly InstanceTrend[]>;
  };
}

/** How often people were mentioned for an incident before, and how long nobody has had it since. */
export interface EscalationStep {
  readonly number: number;
  readonly waited: Duration | null;
}

/** Puts an incident into words for Slack. */
export interface IncidentWriter {
  root(incident: Incident): Content;
  line(incident: Incident, change: IncidentChange): Content;
  /** The one line that mentions people: when it first turns critical, and at each step that nobody took it. */
  mention(incident: Incident, step: EscalationStep): Content;
}

/** Where an incident's root message is, once Slack has it. */
export async function placeOf(store: WatchStore, key: string): Promise<Place | null> {
  const message = await store.messages.byKey(key);
  return message?.ts ? { channel: message.channel, ts: message.ts } : null;
}
