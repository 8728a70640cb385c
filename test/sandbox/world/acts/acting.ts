import { createConnection, createServer, type Socket } from 'node:net';
import sql from 'mssql';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createSqlServer, type SqlServer } from '../../../../sandbox/world/sql-server.ts';
import { createWorld, type World } from '../../../../sandbox/world/world.ts';

/** From the early afternoon on as time goes by: whatever the hour, there are some logs since the last differential. */
function afterNoon(): () => number {
  const began = Date.now();
  return () => Date.UTC(2026, 0, 5, 13, 20) + Date.now() - began;
}

/** What one request came to. */
export interface Outcome {
  /** Numbers of all errors, in order. */
  readonly errors: readonly number[];
  readonly messages: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface Connected {
  readonly pool: sql.ConnectionPool;
  /** Cuts the connection, as a broken network does. */
  drop(this: void): void;
  /** The client goes, and the server is not told: half open. */
  hang(this: void): void;
  run(
    this: void,
    text: string,
    params?: Readonly<Record<string, string | number>>,
  ): Promise<Outcome>;
  /** Rows; a failure fails the test. */
  rows(this: void, text: string): Promise<Outcome['rows']>;
}

export const passwords = { hart_reader: 'reads', hart_operator: 'acts', sa: 'everything' };
export type LoginName = keyof typeof passwords;

export interface Acting {
  readonly world: World;
  readonly port: number;
  /** One connection, as this login. */
  connect(this: void, login?: LoginName, database?: string): Promise<Connected>;
}

/** A world and its server, whose clock stands at the seed's moment and runs on; ended with the test. */
export async function openServer(actMs = 20): Promise<Acting> {
  const world = await createWorld({ now: afterNoon(), seed: 3, actMs });
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  onTestFinished(async () => {
    await server.close();
    await world.close();
  });
  return {
    world,
    port: server.port,
    connect: async (login = 'hart_operator', database = 'master') =>
      connectTo(server.port, login, database),
  };
}

/** As `openServer`, but one server for all tests of a file: its world is as at the start for each. */
export function shareServer(actMs = 20): () => Promise<Acting> {
  let world: World;
  let server: SqlServer;
  beforeAll(async () => {
    world = await createWorld({ now: afterNoon(), seed: 3, actMs });
    server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await world.close();
  });
  return async () => {
    await world.reset();
    return {
      world,
      port: server.port,
      connect: async (login = 'hart_operator', database = 'master') =>
        connectTo(server.port, login, database),
    };
  };
}

/** One connection to a server of this machine. */
export async function connectTo(
  port: number,
  login: LoginName,
  database: string,
): Promise<Connected> {
  const sockets: Socket[] = [];
  const relay = await relayTo(port, sockets);
  const pool = new sql.ConnectionPool({
    server: '127.0.0.1',
    port: relay,
    user: login,
    password: passwords[login],
    database,
    requestTimeout: 20_000,
    pool: { min: 1, max: 1 },
    validateConnection: false,
    options: { encrypt: false, trustServerCertificate: true, appName: 'hart test' },
  });
  pool.on('error', () => undefined);
  onTestFinished(() => pool.close());
  await pool.connect();

  async function run(
    text: string,
    params: Readonly<Record<string, string | number>> = {},
  ): Promise<Outcome> {
    const request = pool.request();
    for (const [name, value] of Object.entries(params)) request.input(name, value);
    const messages: string[] = [];
    request.on('info', ({ message }: { message: string }) => messages.push(message));
    try {
      const answer = await (Object.keys(params).length > 0
        ? request.query<Record<string, unknown>>(text)
        : request.batch<Record<string, unknown>>(text));
      return { errors: [], messages, rows: answer.recordset ?? [] };
    } catch (thrown) {
      // Thrown out: the pool may have seen that and tried anew before the statement went, or not.
      const isOurs = thrown instanceof sql.RequestError || thrown instanceof sql.ConnectionError;
      if (!isOurs) throw thrown;
      const before =
        'precedingErrors' in thrown && Array.isArray(thrown.precedingErrors)
          ? thrown.precedingErrors
          : [];
      return { errors: [...before, thrown].map(numberOf), messages, rows: [] };
    }
  }

  return {
    pool,
    drop: () => {
      for (const socket of sockets) socket.destroy();
    },
    hang: () => {
      // every other one is the client's end
      for (const [index, socket] of sockets.entries()) if (index % 2 === 0) socket.destroy();
    },
    run,
    async rows(text) {
      const { errors, rows } = await run(text);
      if (errors.length > 0) throw new Error(`${text}: errors ${errors.join()}`);
      return rows;
    },
  };
}

/** A way to the server that can be cut. */
async function relayTo(port: number, sockets: Socket[]): Promise<number> {
  const relay = createServer((near) => {
    const far = createConnection(port, '127.0.0.1');
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => {
    relay.listen(0, '127.0.0.1', () => resolve());
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    relay.close();
  });
  const address = relay.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** NaN for what the driver says of a connection that is gone. */
function numberOf(error: unknown): number {
  if (error instanceof sql.ConnectionError) return Number.NaN;
  return error instanceof Error && 'number' in error ? Number(error.number) : 0;
}
