import type { Logger } from '../domain/logger.ts';
import type { Answer, Trouble } from '../domain/target.ts';
import { type Duration, type Instant, SECOND } from '../domain/time.ts';

/** How a target can be reached now, for `/hart status` and the log. */
export type ConnectorState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'up'; readonly since: Instant; readonly generation: number }
  | { readonly kind: 'down'; readonly since: Instant; readonly trouble: Trouble };

/** Keeps one connection (or pool) to one target, and makes a target that is down one clear fact. */
export interface Connector<C> {
  /** The connection; or at once why there is none, while the target is known to be down. */
  get(): Promise<Answer<{ readonly connection: C; readonly generation: number }>>;
  /** A question on this connection broke in a way that makes us doubt it: a new one is tried at once, for all. */
  lost(connection: C): void;
  /** A question went unanswered: tries whether the target still takes connections, and keeps this one if so. */
  doubt(connection: C): void;
  state(): ConnectorState;
  /** Closes the connection and opens none until null is given: everyone is told this trouble meanwhile. */
  rest(trouble: Trouble | null): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectorOptions<C> {
  /** One attempt; it ends by itself within a few seconds. */
  readonly connect: () => Promise<Answer<C>>;
  readonly disconnect: (connection: C) => Promise<void>;
  readonly logger: Logger;
  readonly now: () => Instant;
  /** Pause before the first and the longest pause between later attempts. */
  readonly retry?: { readonly first: Duration; readonly longest: Duration };
}

/**
 * While a target is down, nobody waits for it: one attempt at a time, with growing pauses, finds out when it is back,
 * and everyone else is told the trouble of the last attempt.
 */
export function createConnector<C>(options: ConnectorOptions<C>): Connector<C> {
  const { connect, disconnect, logger, now } = options;
  const retry = options.retry ?? { first: SECOND, longest: 15 * SECOND };
  let state: ConnectorState = { kind: 'idle' };
  let current: C | undefined;
  let generation = 0;
  let attempt: Promise<Answer<C>> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isDoubting = false;
  let resting: Trouble | null = null;

  function tryOnce(): Promise<Answer<C>> {
    attempt ??= connectOnce();
    return attempt;
  }

  async function connectOnce(): Promise<Answer<C>> {
    const answer = await connect();
    attempt = undefined;
    if (isClosed) {
      if (answer.ok) discard(answer.value);
      return { ok: false, trouble: closedTrouble };
    }
    if (resting !== null) {
      if (answer.ok) discard(answer.value);
      return { ok: false, trouble: resting };
    }
    if (answer.ok) up(answer.value);
    else down(answer.trouble);
    return answer;
  }

  function up(connection: C): void {
    if (state.kind === 'down') logger.info({ downFor: now() - state.since }, 'target is back');
    generation += 1;
    current = connection;
    state = { kind: 'up', since: now(), generation };
  }

  function down(trouble: Trouble): void {
    const isNew = state.kind !== 'down';
    if (isNew)
      logger.warn(
        { kind: trouble.kind, code: trouble.code, detail: trouble.detail },
        'target is down',
      );
    state = { kind: 'down', since: state.kind === 'down' ? state.since : now(), trouble };
    if (current !== undefined) discard(current);
    current = undefined;
    schedule(isNew ? retry.first : undefined);
  }

  let pause = retry.first;
  function schedule(first: Duration | undefined): void {
    pause = first ?? Math.min(pause * 2, retry.longest);
    clearTimeout(timer);
    timer = setTimeout(() => void tryOnce(), pause);
    timer.unref();
  }

  function discard(connection: C): void {
    disconnect(connection).catch((error: unknown) =>
      logger.debug({ err: error }, 'a connection did not close cleanly'),
    );
  }

  async function reconsider(connection: C): Promise<void> {
    if (isDoubting) return;
    isDoubting = true;
    const answer = await connect();
    isDoubting = false;
    if (answer.ok) discard(answer.value);
    else if (connection === current && !isClosed) down(answer.trouble);
  }

  return {
    async get() {
      if (isClosed) return { ok: false, trouble: closedTrouble };
      if (resting !== null) return { ok: false, trouble: resting };
      if (state.kind === 'down') return { ok: false, trouble: state.trouble };
      if (current === undefined) {
        if (attempt === undefined) state = { kind: 'connecting' };
        const answer = await tryOnce();
        return answer.ok ? { ok: true, value: { connection: answer.value, generation } } : answer;
      }
      return { ok: true, value: { connection: current, generation } };
    },

    lost(connection) {
      if (connection !== current || isClosed || resting !== null) return;
      current = undefined;
      state = { kind: 'connecting' };
      discard(connection);
      void tryOnce();
    },

    doubt(connection) {
      if (connection === current && !isClosed) void reconsider(connection);
    },

    state: () => state,

    async rest(trouble) {
      resting = trouble;
      if (trouble === null) return;
      clearTimeout(timer);
      const last = current;
      current = undefined;
      state = { kind: 'idle' };
      if (last !== undefined) await disconnect(last);
    },

    async close() {
      isClosed = true;
      clearTimeout(timer);
      const last = current;
      current = undefined;
      state = { kind: 'idle' };
      if (last !== undefined) await disconnect(last);
    },
  };
}

const closedTrouble: Trouble = {
  kind: 'cancelled',
  detail: 'the bot is shutting down',
  code: null,
};
