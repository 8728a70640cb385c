import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { BoltError } from './bolt-error.ts';
import { type Answer, createBoltSession, type Place } from './bolt-session.ts';
import { runQuery } from './cypher/run-query.ts';
import { createUnframer, frame } from './framing.ts';
import type { GraphView } from './graph-view.ts';
import { readChoice, readHandshake } from './handshake.ts';
import { pack, unpack } from './packstream.ts';
import type { Value } from './value.ts';

/** One statement that a client sent, for the record. */
export interface BoltStatement {
  readonly login: string;
  readonly database: string;
  readonly text: string;
  readonly params: Readonly<Record<string, Value>>;
  readonly ms: number;
  readonly rows: number;
  /** Neo4j's status code; null when it answered. */
  readonly error: string | null;
}

export interface BoltServerOptions {
  readonly host?: string;
  /** 0 or none: any free port. */
  readonly port?: number;
  readonly graph: GraphView;
  /** User to password. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly record?: (statement: BoltStatement) => void;
  /** How long each statement takes. */
  readonly delayMs?: () => number;
  /** Off: a server from before the manifest. */
  readonly withManifest?: boolean;
}

/** A running Bolt server. */
export interface BoltServer {
  readonly port: number;
  /** Breaks all connections; new ones are accepted. */
  drop(): void;
  /** As if the process were gone: connections break, new ones are refused. */
  stop(): Promise<void>;
  /** Accepts again, on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a Bolt 5 server that answers reading queries over the graph, on 127.0.0.1 unless told otherwise. */
export async function createBoltServer(options: BoltServerOptions): Promise<BoltServer> {
  const host = options.host ?? '127.0.0.1';
  const sockets = new Set<Socket>();
  let port = options.port ?? 0;
  let server: Server | null = null;
  let connections = 0;

  async function start(): Promise<void> {
    if (server !== null) return;
    const started = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      connections += 1;
      converse(socket, {
        ...options,
        address: `${host}:${port}`,
        connectionId: `bolt-${connections}`,
      });
    });
    server = started;
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject);
      started.listen(port, host, resolve);
    });
    const address: AddressInfo | string | null = started.address();
    if (typeof address === 'object' && address !== null) port = address.port;
  }

  function drop(): void {
    for (const socket of sockets) socket.destroy();
  }

  async function stop(): Promise<void> {
    const stopped = server;
    server = null;
    const closed = new Promise<void>((resolve) => {
      if (stopped === null) resolve();
      else stopped.close(() => resolve());
    });
    drop();
    await closed;
  }

  await start();
  return {
    get port() {
      return port;
    },
    drop,
    stop,
    start,
    close: stop,
  };
}

interface Conversation extends BoltServerOptions {
  readonly address: string;
  readonly connectionId: string;
}

/** Speaks with one client from its handshake to its goodbye; messages are handled one after another. */
function converse(socket: Socket, options: Conversation): void {
  const unframer = createUnframer();
  let session: ReturnType<typeof createBoltSession> | null = null;
  let isChoosing = false;
  let queue = Promise.resolve();
  socket.setNoDelay(true);
  // A client may vanish at any time: that is its business.
  socket.on('error', () => socket.destroy());

  function begin(minor: number): void {
    session = createBoltSession({
      minor,
      connectionId: options.connectionId,
      serverAgent: `Neo4j/${options.graph.version}`,
      address: options.address,
      credentials: options.credentials,
      run: (statement, parameters, place, login) =>
        answer(options, statement, parameters, place, login),
      send: (message) => {
        if (!socket.destroyed) socket.write(frame(pack(message)));
      },
      hangUp: () => socket.end(),
    });
  }

  /** True when another step may be possible with the bytes at hand. */
  function advance(): boolean {
    if (session !== null) {
      const message = unframer.message();
      if (message === undefined) return false;
      const handle = session;
      queue = queue.then(() => handle(unpack(message))).catch(() => void socket.destroy());
      return true;
    }
    const bytes = unframer.take(isChoosing ? 5 : 20);
    if (bytes === undefined) return false;
    if (isChoosing) {
      const minor = readChoice(bytes);
      if (minor === null) socket.destroy();
      else begin(minor);
      return minor !== null;
    }
    const handshake = readHandshake(bytes, options.withManifest ?? true);
    if (handshake === null) {
      socket.destroy();
      return false;
    }
    socket.write(handshake.answer);
    isChoosing = handshake.kind === 'manifest';
    if (handshake.kind === 'chosen') begin(handshake.minor);
    return true;
  }

  socket.on('data', (bytes: Buffer) => {
    unframer.push(bytes);
    while (advance());
  });
}

async function answer(
  { graph, record, delayMs }: Conversation,
  text: string,
  params: Readonly<Record<string, Value>>,
  { database, access }: Place,
  login: string,
): Promise<Answer> {
  const started = performance.now();
  const note = (rows: number, error: string | null): void =>
    record?.({
      login,
      database,
      text,
      params,
      ms: Math.round(performance.now() - started),
      rows,
      error,
    });
  try {
    const delay = delayMs?.() ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    requireDatabase(graph, database);
    const found = runQuery(text, params, graph, access);
    note(found.rows.length, null);
    return found;
  } catch (error) {
    note(0, error instanceof BoltError ? error.code : 'Neo.DatabaseError.General.UnknownError');
    throw error;
  }
}

function requireDatabase(graph: GraphView, name: string): void {
  const found = graph.databases().find((each) => each.name === name.toLowerCase());
  if (found === undefined)
    throw new BoltError('Neo.ClientError.Database.DatabaseNotFound', `Graph not found: ${name}`);
  if (found.status !== 'online')
    throw new BoltError(
      'Neo.TransientError.General.DatabaseUnavailable',
      `Database '${name}' is unavailable.`,
    );
}
