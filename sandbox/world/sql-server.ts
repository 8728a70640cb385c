import type { Backend, Login } from '../tds/backend.ts';
import { SqlServerError } from '../tds/sql-server-error.ts';
import { createTdsServer, type TdsServer, type TdsServerOptions } from '../tds/tds-server.ts';
import type { ClientSession } from './client-session.ts';
import { createConnectionFaults } from './connection-faults.ts';
import { doorOf, throughDoors } from './databases/door-access.ts';
import { type LoginGrants, operatorGrants, readerGrants } from './logins.ts';
import { administratorAccess, loginAccess } from './rights.ts';
import { type Requests, serveSession } from './serve-session.ts';
import type { Access } from './sql/access.ts';
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
    return throughDoors(access, world, { spid, login });
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
      return serveSession({ world, session, client, access, requests, troubles, wire, gone });
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
