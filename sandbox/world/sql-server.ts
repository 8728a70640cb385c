import type { Backend, BackendSession, Login, Reply, Request } from '../tds/backend.ts';
import { SqlServerError } from '../tds/sql-server-error.ts';
import { createTdsServer, type TdsServer, type TdsServerOptions } from '../tds/tds-server.ts';
import { isMoment, type Moment, type WireValue } from '../tds/wire-value.ts';
import type { ActContext, ActSession } from './acts/act-context.ts';
import { readBatch } from './acts/acts.ts';
import { callProcedure } from './acts/procedures.ts';
import type { ClientSession } from './client-session.ts';
import { doorOf, throughDoors } from './databases/door-access.ts';
import { numberArgument } from './faults.ts';
import { type LoginGrants, operatorGrants, readerGrants } from './logins.ts';
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
      };
      clients.set(spid, client);
      return serve({ world, session, client, access, gone: () => clients.delete(spid) });
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

interface Served {
  readonly world: World;
  readonly session: Session;
  readonly client: ClientSession;
  readonly access: Access;
  readonly gone: () => void;
}

function serve({ world, session, client, access, gone }: Served): BackendSession {
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
      for (const result of await session.query(text, request.params)) rows += send(result, reply);
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
      const noted: Reply = {
        ...reply,
        error(message) {
          error = `Msg ${message.number}: ${message.message}`;
          reply.error(message);
        },
      };
      try {
        if (onlySettings(request)) return;
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
        world.statements.add({
          at,
          target: 'sql-server',
          login: client.login,
          database: session.database,
          text: request.procedure === null ? request.text : `EXEC ${request.procedure}`,
          params: Object.fromEntries(request.params.map(({ name, value }) => [name, plain(value)])),
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

/** A value as JSON can carry it. */
function plain(value: WireValue): string | number | boolean | null {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return isMoment(value) ? momentText(value) : value;
}

function momentText({ micros }: Moment): string {
  return new Date(Number(micros / 1000n)).toISOString();
}
