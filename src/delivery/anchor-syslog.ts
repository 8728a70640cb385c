import { once } from 'node:events';
import { createConnection } from 'node:net';
import { hostname } from 'node:os';
import { type Duration, SECOND } from '../domain/time.ts';
import type { Anchor } from './anchor-file.ts';

const within: Duration = 5 * SECOND;
/** RFC 5424: log audit (13), notice (5). */
const priority = 13 * 8 + 5;

/**
 * Sends where the audit log ends to a collector of syslog, by TCP, as one counted frame (RFC 5424 and 6587). Syslog
 * confirms nothing: it resolves once the collector has taken all of it and closed its side without complaint.
 */
export async function sendAnchorToSyslog(
  { host, port }: { readonly host: string; readonly port: number },
  anchor: Anchor,
): Promise<void> {
  const line = Buffer.from(anchorLine(anchor));
  const socket = createConnection({ host, port, signal: AbortSignal.timeout(within) });
  try {
    await once(socket, 'connect');
    // Read, or the end of the other side would never be seen.
    socket.resume();
    socket.end(Buffer.concat([Buffer.from(`${line.length} `), line]));
    await once(socket, 'end', { signal: AbortSignal.timeout(within) });
  } finally {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

/** `<109>1 2026-01-05T12:00:00.000Z host hart - audit-anchor - {"sequence":…}` */
function anchorLine({ at, sequence, hash }: Anchor): string {
  const time = new Date(at).toISOString();
  const said = JSON.stringify({ at: time, sequence, hash });
  return `<${priority}>1 ${time} ${hostname() || '-'} hart - audit-anchor - ${said}`;
}
