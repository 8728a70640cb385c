import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type Health, startHealth } from '../../src/telemetry/health.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { silent } from '../store/temporary-store.ts';

const started: Health[] = [];
afterEach(async () => {
  for (const health of started.splice(0)) await health.close();
});

async function start(options: Partial<Parameters<typeof startHealth>[0]> = {}): Promise<string> {
  const health = await startHealth({
    host: '127.0.0.1',
    port: 0,
    healthy: () => ({ ok: true, parts: { store: 'ok' } }),
    ready: async () => ({ ok: false, parts: { slack: 'not connected for 40 s' } }),
    metrics: () => createMetrics().render(),
    log: silent,
    ...options,
  });
  started.push(health);
  return `http://127.0.0.1:${health.port}`;
}

describe('the health server', () => {
  it('says whether the process does its work, and by what', async () => {
    const response = await fetch(`${await start()}/healthz?from=probe`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ ok: true, parts: { store: 'ok' } });
  });

  it('says 503 when it cannot serve people yet', async () => {
    const response = await fetch(`${await start()}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ parts: { slack: 'not connected for 40 s' } });
  });

  it('says 503, and not why, when it cannot find out', async () => {
    const url = await start({
      healthy: () => Promise.reject(new Error('password=hunter2')),
      metrics: () => Promise.reject(new Error('no')),
    });
    for (const path of ['/healthz', '/metrics']) {
      const response = await fetch(url + path);
      expect(response.status).toBe(503);
      expect(await response.text()).not.toContain('hunter2');
    }
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/healthz/../etc/passwd', 404],
    ['HEAD', '/healthz', 200],
    ['POST', '/healthz', 405],
    ['DELETE', '/metrics', 405],
  ])('answers %s %s with %i', async (method, path, status) => {
    const url = new URL(await start());
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      request({ host: url.hostname, port: url.port, method, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(answer).toBe(status);
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL(await start()).port);
    await expect(start({ port })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(`127.0.0.1:${port}`),
      cause: { code: 'EADDRINUSE' },
    });
  });
});

describe('the metrics', () => {
  it('say what hart knows of itself', async () => {
    const metrics = createMetrics();
    metrics.checks(
      'production',
      new Map([
        ['queues', 'critical'],
        ['backups', 'ok'],
      ]),
    );
    metrics.probed('production', 'queues', 1200, 'unknown');
    metrics.outbox(3, 90_000, 1, { critical: 2, digest: 1 });
    metrics.sent('retry');
    metrics.sockets(2);
    metrics.late(1);
    metrics.secondPath(4);
    metrics.alerts('production', { warning: 1, critical: 2 });
    metrics.missed('probe:queues', 4);
    metrics.audit(17);
    metrics.anchors(true);
    const { type, body } = await metrics.render();
    expect(type).toContain('text/plain');
    for (const line of [
      'hart_checks{environment="production",state="critical"} 1',
      'hart_checks{environment="production",state="warning"} 0',
      'hart_check_state{environment="production",check="queues"} 4',
      'hart_probe_duration_seconds_sum{environment="production",check="queues"} 1.2',
      'hart_probes_unknown_total{environment="production",check="queues"} 1',
      'hart_outbox_waiting 3',
      'hart_outbox_lane_waiting{lane="critical"} 2',
      'hart_outbox_lane_waiting{lane="alert"} 0',
      'hart_outbox_oldest_seconds 90',
      'hart_outbox_rejected 1',
      'hart_slack_sends_total{result="retry"} 1',
      'hart_slack_sockets 2',
      'hart_checks_late 1',
      'hart_second_path_waiting 4',
      'hart_alerts_firing{environment="production",severity="critical"} 2',
      'hart_work_missed{work="probe:queues"} 4',
      'hart_audit_entries 17',
      'hart_audit_anchors_failing 1',
    ]) {
      expect(body.split('\n')).toContain(line);
    }
  });

  it('forget a check that is gone', async () => {
    const metrics = createMetrics();
    metrics.checks(
      'production',
      new Map([
        ['queues', 'critical'],
        ['backups', 'ok'],
      ]),
    );
    metrics.checks('staging', new Map([['queues', 'ok']]));
    metrics.checks('production', new Map([['backups', 'ok']]));
    const { body } = await metrics.render();
    expect(body).not.toContain('hart_check_state{environment="production",check="queues"}');
    expect(body).toContain('hart_check_state{environment="staging",check="queues"} 1');
  });

  it('of two do not mix', async () => {
    createMetrics().audit(1);
    expect((await createMetrics().render()).body).toContain('hart_audit_entries 0');
  });
});
