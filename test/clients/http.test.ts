import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createApiReplica } from '../../sandbox/api/api-replica.ts';
import type { ReplicaCertificate, ReplicaView } from '../../sandbox/api/replica-view.ts';
import { createHttpClient } from '../../src/clients/http.ts';
import { certificateFor } from '../support/certificate.ts';

const health = { method: 'GET', path: '/health' } as const;
const limits = { timeout: 3000 };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function serve(changes: Partial<ReplicaView> = {}, certificate?: ReplicaCertificate) {
  const replica: ReplicaView = {
    isUp: () => true,
    answerMs: () => 0,
    healthStatus: () => 200,
    ...changes,
  };
  const server = await createApiReplica({
    replica,
    ...(certificate === undefined ? {} : { certificate }),
  });
  closing.push(() => server.close());
  return server;
}

function ask(url: string, timeout = limits.timeout, signal?: AbortSignal) {
  const client = createHttpClient({ name: 'api-1', url, clock: () => performance.now() });
  return client.get(health, { timeout, ...(signal === undefined ? {} : { signal }) });
}

describe('a question to a replica of the API', () => {
  it('tells status, latency and the server’s clock', async () => {
    const { url } = await serve();

    const reply = await ask(url);

    expect(reply).toMatchObject({
      status: 200,
      detail: 'HTTP 200',
      certificateExpiresAt: null,
      certificateTrusted: null,
    });
    expect(reply.serverTime).not.toBeNull();
    expect(reply.latency).toBeGreaterThanOrEqual(0);
  });

  it('tells one that is unhealthy from one that is gone', async () => {
    const unhealthy = await serve({ healthStatus: () => 503 });
    const gone = await serve({ isUp: () => false });

    expect(await ask(unhealthy.url)).toMatchObject({ status: 503 });
    expect(await ask(gone.url)).toMatchObject({ status: null, detail: 'nothing listens there' });
  });

  it('gives up on one that is too slow', async () => {
    const { url } = await serve({ answerMs: () => 5000 });

    expect(await ask(url, 100)).toMatchObject({ status: null, detail: 'no answer within 0.1 s' });
  });

  it('can be cancelled', async () => {
    const { url } = await serve({ answerMs: () => 5000 });

    expect(await ask(url, 3000, AbortSignal.timeout(50))).toMatchObject({
      status: null,
      detail: 'cancelled',
    });
  });

  it('sees when a certificate expires, and that nobody vouches for it', async () => {
    const { url } = await serve({}, await certificateFor(9));

    const reply = await ask(url);

    expect(reply).toMatchObject({ status: 200, certificateTrusted: false });
    expect(Math.round(((reply.certificateExpiresAt ?? 0) - Date.now()) / 86_400_000)).toBe(9);
  });

  it('sees the answer of a server whose certificate has expired', async () => {
    const { url } = await serve({}, await certificateFor(-2));

    const reply = await ask(url);

    expect(reply.status).toBe(200);
    expect(reply.certificateExpiresAt).toBeLessThan(Date.now());
  });

  it('does not follow a redirect', async () => {
    const server = createServer((_, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = server.address();

    const reply = await ask(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);

    expect(reply).toMatchObject({ status: 302 });
  });
});
