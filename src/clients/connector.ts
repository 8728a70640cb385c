import type { Logger } from '../domain/logger.ts';
import type { Answer, Trouble } from '../domain/target.ts';
import { type Duration, type Instant, SECOND } from '../domain/time.ts';

/** How a target can be reached now, for `/hart status` and the log. */
export type ConnectorState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'up'; readonly since: Instant; readonly generation: number }
  | { readonly kind: 'down'; readonly since: Instant; readonly trouble: Trouble };

/** Together with an attempt to connect it stays below 5 s; shorter, a busy server would have more logins than it needs. */
const longestSilence: Duration = 900;

/** Keeps one connection (or pool) to one target, and makes a target that is down one clear fact. */
export interface Connector<C> {
  /** The connection; or at once why there is none, while the target is known to be down. */
  get(): Promise<Answer<{ readonly connection: C; readonly generation: number }>>;
  /** A question on this connection broke in a way that makes us doubt it: a new one is tried at once, for all. */
  lost(connection: C): void;
  /** A question went unanswered: tries whether the target still takes connections, and keeps this one if so. */
  doubt(connection: C): void;
  /** Waits for what was asked on this connection, and doubts it meanwhile when that takes long. */
  watch<T>(connection: C, asked: Promise<T>): Promise<T>;
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
  /**
   * A question may be unanswered for so long before its connection is doubted: a host that vanishes says nothing, and
   * the question's own time may be half a minute. Less than a second when left out.
   */
  readonly patience?: Duration;
}

/**
 * While a target is down, nobody waits for it: one attempt at a time, with growing pauses, finds out when it is back,
 * and everyone else is told the trouble of the last attempt.
 */
export function createConnector<C>(options: ConnectorOptions<C>): Connector<C> {
  const { connect, disconnect, logger, now } = options;
  const retry = options.retry ?? { first: SECOND, longest: 15 * SECOND };
  const patience = options.patience ?? longestSilence;
  let state: ConnectorState = { kind: 'idle' };
  let current: C | undefined;
  let generation = 0;
  let attempt: Promise<Answer<C>> | undefined;
  let reaching: Promise<Answer<C>> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let doubting: Promise<void> | undefined;
  let resting: Trouble | null = null;

  function tryOnce(): Promise<Answer<C>> {
    attempt ??= connectOnce();
    return attempt;
  }

  /** One at a time, whoever wants to know: who asks while one is under way hears of it when that ends. */
  function reach(): Promise<Answer<C>> {
    reaching ??= connect().finally(() => {
      reaching = undefined;
    });
    return reaching;
  }

  async function connectOnce(): Promise<Answer<C>> {
    const answer = await reach();
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

  function doubt(connection: C): void {
    if (connection !== current || isClosed) return;
    doubting ??= reconsider(connection).finally(() => {
      doubting = undefined;
    });
  }

  async function reconsider(connection: C): Promise<void> {
    const answer = await reach();
    // Where the doubted one was lost meanwhile, the new one is for whoever waits for one.
    const isWanted = attempt !== undefined || (answer.ok && answer.value === current);
    if (answer.ok && !isWanted) discard(answer.value);
    else if (!answer.ok && connection === current && !isClosed) down(answer.trouble);
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

    doubt,

    async watch(connection, asked) {
      const growing = setTimeout(() => doubt(connection), patience);
      return await asked.finally(() => clearTimeout(growing));
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
      // What a doubt opens meanwhile is not to be found by whoever needs the database alone.
      await doubting;
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
