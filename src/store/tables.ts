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
