import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { createPacketReader, framePackets, packetType } from './packet.ts';

export interface TlsOptions {
  readonly key: string;
  readonly cert: string;
}

/** The way bytes take between socket and protocol. */
export interface Channel {
  /** Bytes from the socket. */
  receive(bytes: Buffer): void;
  send(bytes: Buffer): void;
  end(): void;
}

/**
 * TLS inside TDS: the handshake travels in PRELOGIN packets, one a flight; from the first byte that begins no such
 * packet the stream is bare TLS. Clients of TDS 7 speak TLS 1.2 there at most.
 */
export function createTlsChannel(
  socket: Socket,
  options: TlsOptions,
  packetSize: number,
  onData: (bytes: Buffer) => void,
): Channel {
  let bare = false;
  let flight: Buffer[] = [];
  const sendFlight = () => {
    socket.write(framePackets(packetType.prelogin, Buffer.concat(flight), packetSize));
    flight = [];
  };
  const carrier = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      if (bare) socket.write(chunk);
      else {
        if (flight.length === 0) setImmediate(sendFlight);
        flight.push(chunk);
      }
      done();
    },
  });
  const secureContext = createSecureContext({ ...options, maxVersion: 'TLSv1.2' });
  const secure = new TLSSocket(carrier, { isServer: true, secureContext });
  secure.on('error', () => socket.destroy());
  secure.on('data', onData);
  const handshake = createPacketReader(
    (_type, payload) => carrier.push(payload),
    (first) => first !== packetType.prelogin,
  );
  return {
    receive: (bytes) => {
      if (bare) {
        carrier.push(bytes);
        return;
      }
      handshake.push(bytes);
      const rest = handshake.pending();
      if (rest.length === 0 || rest[0] === packetType.prelogin) return;
      bare = true;
      carrier.push(rest);
    },
    send: (bytes) => {
      secure.write(bytes);
    },
    end: () => {
      carrier.push(null);
    },
  };
}
