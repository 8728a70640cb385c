import type { Backend, BackendSession, Login, Reply, Request, Wire } from '../tds/backend.ts';
import { SqlServerError } from '../tds/sql-server-error.ts';
import { createTdsServer, type TdsServer, type TdsServerOptions } from '../tds/tds-server.ts';
import type { ActContext, ActSession } from './acts/act-context.ts';
import { readBatch } from './acts/acts.ts';
import { withAppLockModes } from './acts/app-lock-mode.ts';
import { callProcedure } from './acts/procedures.ts';
import type { ClientSession } from './client-session.ts';
import { type ConnectionFaults, createConnectionFaults } from './connection-faults.ts';
import { doorOf, throughDoors } from './databases/door-access.ts';
import { numberArgument } from './faults.ts';
import { type LoginGrants, operatorGrants, readerGrants } from './logins.ts';
import { plainValue } from './plain-value.ts';
import { administratorAccess, loginAccess } from './rights.ts';
import type { Access } from './sql/access.ts';
import type { ResultSet, Session } from './sql/engine-types.ts';
import { SERVER_NAME } from './things.ts';
import type { World } from './world.ts';

export interface SqlServerOptions {
  readonly world: World;
  readonly host: string;
  /** 0 takes a free one, which stays the same while the server is down and up again. */
  readonly port: number;
  readonly passwords: {
    readonly hart_reader: string;
    readonly hart_operator: string;
    readonly sa: string;
  };
  readonly tls?: NonNullable<TdsServerOptions['tls']>;
}

export interface SqlServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Sessions below belong to the world's own people. */
const FIRST_SPID = 80;

/** The world's SQL Server on a port: logins, rights, the log of statements, and its being down or slow. */
export async function createSqlServer(options: SqlServerOptions): Promise<SqlServer> {
  const { world, host } = options;
  const backend = createBackend(options);
  const listen = (port: number) =>
    createTdsServer({
      host,
      port,
      serverName: SERVER_NAME,
      backend,
      ...(options.tls ? { tls: options.tls } : {}),
    });
  let listener: TdsServer | null = await listen(options.port);
  const { port } = listener;
  let work: Promise<void> = Promise.resolve();

  async function follow(): Promise<void> {
    const down = world.fault('sql-server-down') !== undefined;
    if (down && listener) {
      const closing = listener;
      listener = null;
      await closing.close();
    } else if (!down && !listener) {
      listener = await listen(port);
    }
  }
  const forget = world.onChange(() => {
    work = work.then(follow);
  });
  await follow();

  return {
    port,
    async close() {
      forget();
      await work;
      await listener?.close();
      listener = null;
    },
  };
}

function createBackend({ world, passwords }: SqlServerOptions): Backend {
  const clients = new Map<number, ClientSession>();
  let nextSpid = FIRST_SPID;
  world.setClients(() => [...clients.values()]);
  const troubles = createConnectionFaults(world);
  const faults = () => world.activeFaults();
  const grants: Readonly<Record<string, LoginGrants>> = {
    hart_reader: readerGrants(world.version),
    hart_operator: operatorGrants(),
  };

  function accessOf(login: string, spid: number): Access {
    const given = grants[login];
    const access = given
      ? loginAccess({ grants: given, version: world.version, spid, faults })
      : administratorAccess(faults);
    return throughDoors(access, world, spid);
  }

  return {
    async authenticate(login) {
      const known: Readonly<Record<string, string>> = passwords;
      const user = Object.keys(known).find(
        (name) => name.toLowerCase() === login.user.toLowerCase(),
      );
      if (user === undefined || known[user] !== login.password) {
        return new SqlServerError({
          number: 18456,
          class: 14,
          message: `Login failed for user '${login.user}'.`,
        });
      }
      if (!world.application.isLoginEnabled(user)) {
        const message = `Login failed for user '${user}'. Reason: The account is disabled.`;
        return new SqlServerError({ number: 18470, class: 14, message });
      }
      nextSpid = nextSpid >= 32_000 ? FIRST_SPID : nextSpid + 1;
      const spid = nextSpid;
      const access = accessOf(user, spid);
      const wanted = world.databases.find(login.database === '' ? 'master' : login.database);
      if (!wanted || doorOf(world, wanted, spid, access)) return cannotOpen(login);
      const database = wanted.name;
      const session = await world.engine.session({
        database,
        spid,
        login: user,
        access,
        clock: world.clock,
      });
      const requests: Requests = { running: 0, began: world.now(), ended: world.now() };
      const client: ClientSession = {
        spid,
        login: user,
        program: login.application,
        host: login.host,
        get database() {
          return session.database;
        },
        since: world.now(),
        encrypted: login.encrypted,
        get isRunning() {
          return requests.running > 0;
        },
        get lastRequest() {
          return requests;
        },
        end: () => login.wire.drop(),
      };
      clients.set(spid, client);
      world.changed();
      const gone = () => {
        clients.delete(spid);
        world.locks.forget(spid);
        world.changed();
      };
      const { wire } = login;
      return serve({ world, session, client, access, requests, troubles, wire, gone });
    },
  };
}

function cannotOpen(login: Login): SqlServerError {
  return new SqlServerError(
    { number: 18456, class: 14, message: `Login failed for user '${login.user}'.` },
    [
      {
        number: 4060,
        class: 11,
        message: `Cannot open database "${login.database}" requested by the login. The login failed.`,
      },
    ],
  );
}

/** What a session has run. */
interface Requests {
  running: number;
  began: number;
  ended: number;
}

interface Served {
  readonly world: World;
  readonly session: Session;
  readonly client: ClientSession;
  readonly access: Access;
  readonly requests: Requests;
  readonly troubles: ConnectionFaults;
  readonly wire: Wire;
  readonly gone: () => void;
}

function serve(served: Served): BackendSession {
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
        await slowness(world, signal);
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
          error,
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

/** Waits as long as `sql-server-slow` says, or until the client gives up. */
async function slowness(world: World, signal: AbortSignal): Promise<void> {
  const fault = world.fault('sql-server-slow');
  if (!fault || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, numberArgument(fault, 'ms'));
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
