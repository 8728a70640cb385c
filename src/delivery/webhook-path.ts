import { createHmac } from 'node:crypto';
import { type Duration, SECOND } from '../domain/time.ts';
import { type Note, noteWords, type SecondPath } from './second-path.ts';

const within: Duration = 10 * SECOND;

/**
 * POSTs each note as JSON. `X-Hart-Signature` is `sha256=` and the hex HMAC-SHA256 of `X-Hart-Timestamp`, a dot and the
 * body, under the shared secret; `Idempotency-Key` is the same at each attempt.
 */
export function createWebhookPath(options: {
  readonly url: string;
  readonly secret: string;
}): SecondPath {
  return {
    name: 'webhook',
    async send(note) {
      const body = JSON.stringify(documentOf(note));
      const timestamp = String(Math.floor(Date.now() / 1000));
      const response = await fetch(options.url, {
        method: 'POST',
        // Who was trusted with this is the one that is named, nobody to whom it points.
        redirect: 'error',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'hart',
          'idempotency-key': note.id,
          'x-hart-timestamp': timestamp,
          'x-hart-signature': signatureOf(options.secret, timestamp, body),
        },
        body,
        signal: AbortSignal.timeout(within),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The webhook answered ${response.status}`);
    },
  };
}

export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

function documentOf(note: Note) {
  const { id, kind, outcome, emergency } = note;
  const { since, ...rest } = emergency;
  return {
    version: 1,
    id,
    kind,
    outcome,
    severity: 'critical',
    ...rest,
    since: new Date(since).toISOString(),
    text: noteWords(note).subject,
  };
}
