import type { Socket } from 'node:net';
import type { Backend, BackendSession, Request, Wire } from './backend.ts';
import { parseLogin7 } from './login7.ts';
import { createPacketReader, framePackets, ignoreStatus, packetType } from './packet.ts';
import { preloginResponse, wantsEncryption } from './prelogin.ts';
import { createReplyWriter } from './reply-writer.ts';
import { parseBatch, parseRpc } from './rpc.ts';
import { SqlServerError } from './sql-server-error.ts';
import { createStatementHandles } from './statement-handles.ts';
import { type Channel, createTlsChannel, type TlsOptions } from './tls-channel.ts';
import {
  collationChange,
  databaseChange,
  done,
  doneStatus,
  doneToken,
  featureAck,
  loginAck,
  messageToken,
  packetSizeChange,
  transactionChange,
} from './tokens.ts';

/** What is told of an open connection. */
export interface ConnectionState {
  readonly spid: number | null;
  readonly login: string | null;
  readonly encrypted: boolean;
  readonly busy: boolean;
}

export interface Connection {
  state(): ConnectionState;
  /** Ends it as a broken network does. */
  drop(): void;
}

export interface ConnectionOptions {
  readonly backend: Backend;
  readonly serverName: string;
  readonly tls?: TlsOptions | undefined;
}

const defaultPacketSize = 4096;
const transactionKinds: Readonly<Record<number, 'begin' | 'commit' | 'rollback'>> = {
  5: 'begin',
  7: 'commit',
  8: 'rollback',
};

/** Speaks TDS 7.4 on one socket: prelogin, perhaps TLS, login, then one request after the other. */
export function serveConnection(socket: Socket, options: ConnectionOptions): Connection {
  const { backend, serverName } = options;
  const handles = createStatementHandles();
  const reader = createPacketReader(onMessage);
  let packetSize = defaultPacketSize;
  let channel: Channel = {
    receive: (bytes) => reader.push(bytes),
    send: (bytes) => socket.write(bytes),
    end: () => {},
  };
  let encrypted = false;
  let login: string | null = null;
  let session: BackendSession | null = null;
  let current: AbortController | null = null;
  let settled: Promise<void> = Promise.resolve();
  let transaction = 0n;
  let isHalfOpen = false;
  let isGone = false;

  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    if (!isHalfOpen) guarded(() => channel.receive(bytes));
  });
  socket.on('end', () => channel.end());
  socket.on('close', () => {
    if (!isHalfOpen) gone();
  });

  function gone(): void {
    if (isGone) return;
    isGone = true;
    current?.abort('disconnected');
    void session?.close('client');
  }

  const wire: Wire = {
    drop: () => socket.destroy(),
    hang() {
      isHalfOpen = true;
      return () => {
        isHalfOpen = false;
        gone();
        socket.destroy();
      };
    },
  };

  function guarded(work: () => void): void {
    try {
      work();
    } catch {
      // Nothing sensible can be answered to a broken stream: SQL Server hangs up as well.
      socket.destroy();
    }
  }

  function send(payload: Buffer, final = true): void {
    if (!socket.destroyed && !isHalfOpen) {
      channel.send(framePackets(packetType.response, payload, packetSize, final));
    }
  }

  function onMessage(type: number, payload: Buffer, status: number): void {
    switch (type) {
      case packetType.prelogin:
        onPrelogin(payload);
        return;
      case packetType.login:
        void onLogin(payload);
        return;
      case packetType.attention:
        if (current) current.abort('cancelled');
        else send(done(doneToken.done, doneStatus.attention));
        return;
      default:
        if ((status & ignoreStatus) !== 0) send(done(doneToken.done, doneStatus.final));
        else if (session === null) socket.destroy();
        else if (type === packetType.transaction) onTransaction(payload);
        else void onRequest(type, payload, session);
    }
  }

  function onPrelogin(payload: Buffer): void {
    encrypted = options.tls !== undefined && wantsEncryption(payload);
    socket.write(framePackets(packetType.response, preloginResponse(encrypted), packetSize));
    if (!encrypted || !options.tls) return;
    channel = createTlsChannel(socket, options.tls, packetSize, (bytes) =>
      guarded(() => reader.push(bytes)),
    );
  }

  async function onLogin(payload: Buffer): Promise<void> {
    const asked = parseLogin7(payload);
    const outcome = await backend.authenticate({
      ...asked,
      encrypted,
      clientAddress: socket.remoteAddress ?? '',
      wire,
    });
    if (outcome instanceof SqlServerError) {
      const errors = [...outcome.preceding, outcome].map((error) =>
        messageToken('error', error, serverName),
      );
      send(Buffer.concat([...errors, done(doneToken.done, doneStatus.error)]));
      socket.end();
      return;
    }
    session = outcome;
    login = asked.user;
    const size = Math.min(Math.max(asked.packetSize || defaultPacketSize, 512), 32_767);
    const message = `Changed database context to '${session.database}'.`;
    send(
      Buffer.concat([
        databaseChange('master', session.database),
        messageToken('info', { number: 5701, state: 2, message }, serverName),
        collationChange(),
        packetSizeChange(packetSize, size),
        loginAck(),
        asked.hasFeatures ? featureAck() : Buffer.alloc(0),
        done(doneToken.done, doneStatus.final),
      ]),
    );
    packetSize = size;
  }

  function onTransaction(payload: Buffer): void {
    const kind = transactionKinds[payload.readUInt16LE(payload.readUInt32LE(0))];
    if (kind === 'begin') transaction += 1n;
    const change = kind ? [transactionChange(kind, transaction)] : [];
    send(Buffer.concat([...change, done(doneToken.done, doneStatus.final)]));
  }

  async function onRequest(type: number, payload: Buffer, on: BackendSession): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    current = controller;
    // A cancelled request may still be winding up.
    await settled;
    const kind = type === packetType.rpc ? 'rpc' : 'batch';
    const write = (tokens: Buffer) => {
      if (!signal.aborted) send(tokens, false);
    };
    const writer = createReplyWriter({ kind, server: serverName, write });
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const work = (async () => {
      try {
        const request = requestOf(type, payload, writer.reply);
        if (request && !signal.aborted) await on.run(request, writer.reply, signal);
      } catch (thrown) {
        if (!signal.aborted) writer.fail(thrown);
      }
    })();
    settled = work;
    await Promise.race([work, aborted]);
    current = null;
    if (!signal.aborted) {
      send(writer.ending());
      if (writer.fatal()) socket.end();
    } else if (signal.reason === 'cancelled') {
      // The interrupted answer ends; then, in a message of its own, the attention is acknowledged.
      send(done(doneToken.done, doneStatus.error));
      send(done(doneToken.done, doneStatus.attention));
    }
  }

  function requestOf(
    type: number,
    payload: Buffer,
    reply: { returnValue: (name: string, type: { type: 'int' }, value: number) => void },
  ): Request | null {
    if (type === packetType.batch) {
      return { kind: 'batch', text: parseBatch(payload), procedure: null, params: [] };
    }
    if (type !== packetType.rpc) {
      const message = `sandbox: TDS packets of type ${type} are not supported`;
      throw new SqlServerError({ number: 50000, message });
    }
    const { request, handle } = handles.resolve(parseRpc(payload));
    if (handle) reply.returnValue(handle.name, { type: 'int' }, handle.value);
    return request;
  }

  return {
    state: () => ({ spid: session?.spid ?? null, login, encrypted, busy: current !== null }),
    drop: () => socket.destroy(),
  };
}
