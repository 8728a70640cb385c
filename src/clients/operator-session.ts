import type { Claim } from '../domain/plan.ts';
import type { Answer, ResultRow, StatementParameters, Trouble } from '../domain/target.ts';
import { type Duration, SECOND } from '../domain/time.ts';
import { type AllowList, whyNotAllowed } from './allow-list.ts';
import {
  type OperatorAddress,
  type OperatorConnection,
  openOperatorConnection,
  type RunOptions,
} from './operator-connection.ts';
import { locksFor, type RunLock } from './run-locks.ts';
import { statementFile } from './statement-file.ts';

/** One connection of the operator login, of one run: it carries the run's id and holds the run's locks. */
export interface RunSession {
  readonly sessionId: number;
  /** As the server wrote it. */
  readonly loginTime: string;
  readonly lost: AbortSignal;
  run(
    statement: string,
    parameters?: StatementParameters,
    options?: RunOptions,
  ): Promise<Answer<ResultRow[]>>;
  close(): Promise<void>;
}

/** A session of a run, as the server lists it. */
export interface RunSessionSeen {
  readonly sessionId: number;
  /** `R204` */
  readonly run: string;
  readonly loginTime: string;
}

export interface OperatorSessionOptions {
  readonly address: OperatorAddress;
  readonly runId: string;
  readonly claims: readonly Claim[];
  /** `@@SERVERNAME` as planned: after a failover the same address is another server (S6). */
  readonly server: string;
  readonly allowed: AllowList;
  /** By another login, which sees all sessions; trouble where it may not. */
  readonly runSessions: () => Promise<Answer<readonly RunSessionSeen[]>>;
  readonly sleep: (duration: Duration) => Promise<void>;
  /** How long another's lock, or an earlier connection of this run, is waited for. */
  readonly patience?: Duration;
}

const beginStatement = statementFile('operations/session-begin.sql');
const identityStatement = statementFile('operations/session-identity.sql');
const lockStatement = statementFile('operations/session-lock.sql');

const program = (runId: string) => `hart ${runId}`;
const pace = SECOND / 2;

/**
 * Opens a run's own connection and takes the server's locks for it (safety rules S14, S15). It is given only when the run
 * owns its locks and no earlier connection of it is left on the server: a connection that is half open may still be
 * changing things. Otherwise the trouble says who is in the way.
 */
export async function openOperatorSession(
  options: OperatorSessionOptions,
): Promise<Answer<RunSession>> {
  const tries = 1 + Math.ceil((options.patience ?? 20 * SECOND) / pace);
  const before = await untilAlone(options, null, tries);
  if (before !== null) return { ok: false, trouble: before };
  const opened = await openOperatorConnection(options.address, program(options.runId));
  if (!opened.ok) return opened;
  const connection = opened.value;
  const session = await prepare(connection, options, tries);
  if (!session.ok) await connection.close();
  return session;
}

async function prepare(
  connection: OperatorConnection,
  options: OperatorSessionOptions,
  tries: number,
): Promise<Answer<RunSession>> {
  const { runId, server, allowed } = options;
  const begun = await connection.run(beginStatement, {});
  if (!begun.ok) return begun;
  const identity = await connection.run(identityStatement, {});
  if (!identity.ok) return identity;
  const row = identity.value[0] ?? {};
  const sessionId = Number(row['session_id'] ?? 0);
  if (String(row['server_name'] ?? '').toLowerCase() !== server.toLowerCase())
    return failed(
      `this is the server ${row['server_name']}, but ${runId} was planned for ${server}`,
    );
  const locked = await takeLocks(connection, options, sessionId, tries);
  if (locked !== null) return { ok: false, trouble: locked };
  const left = await untilAlone(options, sessionId, tries);
  if (left !== null) return { ok: false, trouble: left };
  return {
    ok: true,
    value: {
      sessionId,
      loginTime: String(row['login_time'] ?? ''),
      lost: connection.lost,
      async run(statement, parameters = {}, runOptions = {}) {
        const why = whyNotAllowed(statement, parameters, allowed);
        if (why !== null) return failed(`not sent: ${why}`);
        return connection.run(statement, parameters, runOptions);
      },
      close: () => connection.close(),
    },
  };
}

/** Null once every lock is ours. */
async function takeLocks(
  connection: OperatorConnection,
  options: OperatorSessionOptions,
  sessionId: number,
  tries: number,
): Promise<Trouble | null> {
  for (const lock of locksFor(options.claims)) {
    for (let left = tries; ; left -= 1) {
      const taken = await takeLock(connection, lock);
      if (!taken.ok) return taken.trouble;
      if (taken.value) break;
      if (left <= 1) return inTheWay(await options.runSessions(), sessionId);
      await options.sleep(pace);
    }
  }
  return null;
}

async function takeLock(connection: OperatorConnection, lock: RunLock): Promise<Answer<boolean>> {
  const answer = await connection.run(lockStatement, {
    resource: { type: 'text', value: lock.resource },
    mode: { type: 'text', value: lock.mode },
  });
  return answer.ok ? { ok: true, value: answer.value[0]?.['mode'] === lock.mode } : answer;
}

function inTheWay(seen: Answer<readonly RunSessionSeen[]>, own: number): Trouble {
  const others = seen.ok ? seen.value.filter(({ sessionId }) => sessionId !== own) : [];
  const who =
    others.length === 0 ? 'a session that cannot be seen' : others.map(describe).join(', ');
  return { kind: 'failed', detail: `the server's lock is held by ${who}`, code: 'LOCKED' };
}

/** Null once no other session of this run is on the server. Not knowing is not enough. */
async function untilAlone(
  { runId, runSessions, sleep }: OperatorSessionOptions,
  own: number | null,
  tries: number,
): Promise<Trouble | null> {
  for (let left = tries; ; left -= 1) {
    const seen = await runSessions();
    if (!seen.ok) return seen.trouble;
    const earlier = seen.value.filter(({ run, sessionId }) => run === runId && sessionId !== own);
    if (earlier.length === 0) return null;
    if (left <= 1)
      return {
        kind: 'failed',
        detail: `an earlier connection is still on the server: ${earlier.map(describe).join(', ')}`,
        code: 'SURVIVOR',
      };
    await sleep(pace);
  }
}

function describe({ run, sessionId, loginTime }: RunSessionSeen): string {
  return `${run} (session ${sessionId}, since ${loginTime.slice(0, 19).replace('T', ' ')} server time)`;
}

function failed(detail: string): { readonly ok: false; readonly trouble: Trouble } {
  return { ok: false, trouble: { kind: 'failed', detail, code: null } };
}
