import type { Json } from './types.ts';

/** One Web API call as it came in, and what was answered. Status 0: the connection was cut. */
export interface Call {
  readonly at: string;
  readonly method: string;
  readonly args: Json;
  readonly status: number;
  /** Seconds that a refusal with 429 asked to wait. */
  readonly retryAfter: number | null;
  readonly answer: unknown;
}

/** So many are kept: each carries whole messages, and a demonstration may run for days. */
const kept = 4000;

export interface CallLog {
  add(call: Call): void;
  list(): readonly Call[];
  clear(): void;
}

export function createCallLog(): CallLog {
  let calls: Call[] = [];
  return {
    add(call) {
      calls.push(call);
      if (calls.length > kept) calls = calls.slice(-kept / 2);
    },
    list: () => calls,
    clear() {
      calls = [];
    },
  };
}
