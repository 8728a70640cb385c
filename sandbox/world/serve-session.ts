import type { BackendSession, Reply, Request, Wire } from '../tds/backend.ts';
import { SqlServerError } from '../tds/sql-server-error.ts';
import type { ActContext, ActSession } from './acts/act-context.ts';
import { readBatch } from './acts/acts.ts';
import { withAppLockModes } from './acts/app-lock-mode.ts';
import { callProcedure } from './acts/procedures.ts';
import type { ClientSession } from './client-session.ts';
import { SECOND } from './clock.ts';
import type { ConnectionFaults } from './connection-faults.ts';
import { doorOf } from './databases/door-access.ts';
import { numberArgument, textArgument } from './faults.ts';
import { plainValue } from './plain-value.ts';
import type { Access } from './sql/access.ts';
import type { ResultSet, Session } from './sql/engine-types.ts';
import type { World } from './world.ts';

/** What a session has run. */
export interface Requests {
  running: number;
  began: number;
  ended: number;
}

export interface Served {
  readonly world: World;
  readonly session: Session;
  readonly client: ClientSession;
  readonly access: Access;
  readonly requests: Requests;
  readonly troubles: ConnectionFaults;
  readonly wire: Wire;
  readonly gone: () => void;
}

/** What a logged-in session does with its requests. */
export function serveSession(served: Served): BackendSession {
  const { world, session, client, access, requests, troubles, wire, gone } = served;
  async function execute(request: Request, reply: Reply, signal: AbortSignal): Promise<number> {
    let rows = 0;
    const acting: ActSession = {
      spid: client.spid,
      login: client.login,
      program: client.program,
      host: client.host,
      get database() {
        return session.database;
      },
      access,
      async use(database) {
        const before = session.database;
        const target = world.databases.get(database);
        const closed = doorOf(world, target, client.spid, access);
        if (closed) throw new SqlServerError(closed);
        await session.use(target.name);
        reply.databaseChanged(before, session.database);
      },
    };
    const context: ActContext = {
      world,
      session: acting,
      signal,
      info: (message) => reply.info(message),
      error: (message) => reply.error(message),
      result: (columns, values) => {
        rows += send({ columns, rows: values }, reply);
      },
      returnValue: (name, type, value) => reply.returnValue(name, type, value),
      returnStatus: (status) => reply.returnStatus(status),
    };
    if (request.procedure !== null) {
      await callProcedure(request.procedure, request.params, context);
      return rows;
    }
    const query = async (text: string) => {
      const asked = withAppLockModes(text, request.params, acting, world.locks);
      for (const result of await session.query(asked, request.params)) rows += send(result, reply);
    };
    const batch = readBatch(request.text, request.params);
    await (batch ? batch(context, query) : query(request.text));
    return rows;
  }

  return {
    spid: client.spid,
    get database() {
      return session.database;
    },
    async run(request, reply, signal) {
      const at = world.now();
      const began = performance.now();
      let rows = 0;
      let error: string | null = null;
      const struck = onlySettings(request) ? null : troubles.strike(request, wire);
      requests.running += 1;
      requests.began = at;
      const noted: Reply = {
        ...reply,
        error(message) {
          error = `Msg ${message.number}: ${message.message}`;
          reply.error(message);
        },
      };
      try {
        if (onlySettings(request) || struck?.isExecuted === false) return;
        await slowness(world, request, signal);
        await world.refresh();
        if (signal.aborted) return;
        signal.addEventListener('abort', () => session.interrupt(), { once: true });
        rows = await execute(request, noted, signal);
      } catch (thrown) {
        error =
          thrown instanceof SqlServerError
            ? `Msg ${thrown.number}: ${thrown.message}`
            : String(thrown);
        throw thrown;
      } finally {
        requests.running -= 1;
        requests.ended = world.now();
        struck?.ended();
        world.statements.add({
          at,
          target: 'sql-server',
          login: client.login,
          database: session.database,
          text: request.procedure === null ? request.text : `EXEC ${request.procedure}`,
          params: Object.fromEntries(
            request.params.map(({ name, value }) => [name, plainValue(value)]),
          ),
          ms: Math.round(performance.now() - began),
          rows,
          error: error ?? (signal.aborted ? 'cut off: the client cancelled it, or is gone' : null),
        });
      }
    },
    close() {
      gone();
      session.close();
    },
  };
}

function send(result: ResultSet, reply: Reply): number {
  reply.columns(result.columns);
  reply.rows(result.rows);
  reply.done(result.rows.length);
  return result.rows.length;
}

/** SET options as drivers send them after login and on a reset; nothing here depends on them. */
function onlySettings({ procedure, text }: Request): boolean {
  return procedure === null && /^\s*(?:set\s+(?!@)\w+[^;\n]*(?:[;\n]\s*|$))+$/i.test(text);
}

/** Waits as long as `sql-server-slow` and `statement-slow` say, or until the client cancels or is gone. */
async function slowness(
  world: World,
  { procedure, text }: Request,
  signal: AbortSignal,
): Promise<void> {
  const every = world.fault('sql-server-slow');
  const one = world.fault('statement-slow');
  const asked = `${procedure ?? ''} ${text}`.toLowerCase();
  const isIt = one && asked.includes(textArgument(one, 'statement').toLowerCase());
  const ms =
    (every ? numberArgument(every, 'ms') : 0) +
    (isIt ? numberArgument(one, 'seconds') * SECOND : 0);
  if (ms === 0 || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
