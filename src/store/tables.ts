import type { Lane } from '../domain/message.ts';

/**
 * The tables as the newest migration leaves them. Moments are milliseconds since 1970, truth values 0 or 1, documents
 * JSON text: what SQLite and PostgreSQL store alike.
 */
export interface Tables {
  record: {
    kind: string;
    environment: string;
    id: string;
    json: string;
  };
  message: {
    key: string;
    /** Order of the first asking: replies go out in it. */
    position: number;
    channel: string;
    thread: string | null;
    broadcast: number;
    lane: Lane;
    content: string;
    version: number;
    wanted_at: number;
    ts: string | null;
    sent_version: number;
    sent_at: number | null;
    /** A post is under way, or was when the process died. */
    attempt_at: number | null;
    attempt_thread_ts: string | null;
    /** A post may have arrived without our being told. */
    doubt_since: number | null;
    doubt_thread_ts: string | null;
    attempts: number;
    retry_at: number | null;
    why: string | null;
    rejected_at: number | null;
    plain: number;
    generation: number;
    replaced_ts: string | null;
  };
  sample: {
    environment: string;
    check_name: string;
    at: number;
    json: string;
  };
  series: {
    id: number;
    environment: string;
    check_name: string;
    instance: string;
    column_name: string;
  };
  point: {
    series: number;
    at: number;
    value: number;
  };
  hourly: Rolled;
  daily: Rolled;
  history_mark: {
    level: 'raw' | 'hourly' | 'daily';
    /** What lies before has been pruned; null: nothing has. */
    kept_since: number | null;
    /** What lies before has been rolled up; null: nothing has. Never set for `raw`. */
    complete_to: number | null;
  };
  envelope: {
    id: string;
    at: number;
  };
  digest: {
    kind: string;
    environment: string;
    period: string;
    at: number;
  };
  audit: {
    sequence: number;
    entry: string;
    previous: string;
    hash: string;
  };
  run: {
    number: number;
    environment: string;
    operation: string;
    /** Nothing follows its state. */
    over: number;
    version: number;
    /** Without its approvals. */
    json: string;
  };
  approval: {
    run: number;
    person: string;
    json: string;
    /** Keyed by HART_SECRET_KEY; null: there was none. */
    seal: string | null;
  };
  counter: {
    name: string;
    value: number;
  };
  clock: {
    id: number;
    highest: number;
  };
  migration: {
    number: number;
    name: string;
    at: number;
  };
}

/** A series over one hour or one UTC day. */
export interface Rolled {
  series: number;
  /** Hours, or days, since 1970: half as long on disk as milliseconds. */
  slot: number;
  least: number;
  most: number;
  total: number;
  count: number;
}
