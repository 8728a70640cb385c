import { afterEach, describe, expect, it } from 'vitest';
import { type ApiReplica, createApiReplica } from '../../../sandbox/api/api-replica.ts';

let replica: ApiReplica | undefined;
afterEach(() => replica?.close());

describe('a replica of the API', () => {
  it('answers its health check as ASP.NET does, and wants a token elsewhere', async () => {
    let status: 200 | 503 = 200;
    replica = await createApiReplica({
      replica: { isUp: () => true, answerMs: () => 0, healthStatus: () => status },
    });

    const healthy = await fetch(`${replica.url}/health`);
    status = 503;
    const unhealthy = await fetch(`${replica.url}/health`);
    const other = await fetch(`${replica.url}/api/atoms`);

    expect([healthy.status, await healthy.text()]).toEqual([200, 'Healthy']);
    expect([unhealthy.status, await unhealthy.text()]).toEqual([503, 'Unhealthy']);
    expect(other.status).toBe(401);
  });

  it('refuses connections while it is down, and comes back on its port', async () => {
    let isUp = true;
    replica = await createApiReplica({
      replica: { isUp: () => isUp, answerMs: () => 0, healthStatus: () => 200 },
    });
    const { url } = replica;

    isUp = false;
    await replica.refresh();
    await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
    isUp = true;
    await replica.refresh();

    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});
