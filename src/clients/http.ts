import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { ApiReader } from '../domain/target.ts';
import type { Instant } from '../domain/time.ts';

export interface HttpOptions {
  readonly name: string;
  /** `http://host:8080`, without a path of its own that matters. */
  readonly url: string;
  /** Milliseconds from any fixed point, for measuring. */
  readonly clock: () => number;
}

/** An answer longer than this is cut off: a health page is short. */
const maxBytes = 64 * 1024;

/**
 * One replica of the API. Each request has a connection of its own, so that connecting and the TLS handshake are part
 * of what is measured. Redirects are not followed; no credentials are sent. A certificate that is expired or not
 * trusted does not hide the answer: it is reported beside it.
 */
export function createHttpClient({ name, url, clock }: HttpOptions): ApiReader {
  const isTls = new URL(url).protocol === 'https:';
  return {
    name,
    isTls,
    get: ({ method, path }, { timeout, signal }) =>
      new Promise((resolve) => {
        const place = new URL(path, url);
        const started = clock();
        let certificate: Certificate = { expiresAt: null, trusted: null };
        let settled = false;

        function settle(status: number | null, detail: string, serverTime: Instant | null): void {
          if (settled) return;
          settled = true;
          clearTimeout(timer);
          resolve({
            status,
            detail,
            latency: Math.round(clock() - started),
            certificateExpiresAt: certificate.expiresAt,
            certificateTrusted: certificate.trusted,
            serverTime,
          });
          request.destroy();
        }

        const send = isTls ? httpsRequest : httpRequest;
        const request = send(
          place,
          {
            method,
            agent: false,
            headers: { 'user-agent': 'hart', accept: 'application/json, text/plain' },
            ...(isTls ? { rejectUnauthorized: false } : {}),
            ...(signal === undefined ? {} : { signal }),
          },
          (response) => {
            const status = response.statusCode ?? null;
            drain(
              response,
              () => settle(status, `HTTP ${status}`, dateOf(response)),
              (error) => settle(null, words(error), null),
            );
          },
        );
        const timer = setTimeout(
          () => settle(null, `no answer within ${timeout / 1000} s`, null),
          timeout,
        );
        request.on('socket', (socket) => {
          socket.once('secureConnect', () => {
            if (isTlsSocket(socket)) certificate = certificateOf(socket);
          });
        });
        request.on('error', (error: NodeJS.ErrnoException) => settle(null, words(error), null));
        request.end();
      }),
  };
}

interface Certificate {
  readonly expiresAt: Instant | null;
  readonly trusted: boolean | null;
}

function certificateOf(socket: TLSSocket): Certificate {
  const expires = Date.parse(socket.getPeerCertificate().valid_to);
  return { expiresAt: Number.isNaN(expires) ? null : expires, trusted: socket.authorized };
}

function isTlsSocket(socket: object): socket is TLSSocket {
  return 'getPeerCertificate' in socket;
}

function drain(
  response: IncomingMessage,
  done: () => void,
  broken: (error: NodeJS.ErrnoException) => void,
): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) done();
  });
  response.on('end', done);
  response.on('error', broken);
}

function dateOf(response: IncomingMessage): Instant | null {
  const at = Date.parse(response.headers.date ?? '');
  return Number.isNaN(at) ? null : at;
}

function words(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name is not known';
    case 'ECONNRESET':
      return 'it closed the connection';
    case 'ABORT_ERR':
      return 'cancelled';
    default:
      return `it cannot be reached (${error.code ?? 'no connection'})`;
  }
}
