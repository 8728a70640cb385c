import { type Duration, SECOND } from '../domain/time.ts';
import type { Anchor } from './anchor-file.ts';
import { signatureOf } from './webhook-path.ts';

const within: Duration = 10 * SECOND;

/** POSTs where the audit log ends, signed as the notes of the second path are. Rejects when it is not known to have arrived. */
export async function postAnchor(
  { url, secret }: { readonly url: string; readonly secret: string },
  { at, sequence, hash }: Anchor,
): Promise<void> {
  const body = JSON.stringify({
    version: 1,
    kind: 'audit-anchor',
    at: new Date(at).toISOString(),
    sequence,
    hash,
  });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'hart',
      'idempotency-key': `anchor-${sequence}`,
      'x-hart-timestamp': timestamp,
      'x-hart-signature': signatureOf(secret, timestamp, body),
    },
    body,
    signal: AbortSignal.timeout(within),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The webhook answered ${response.status}`);
}
