import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { Slack } from '../sandbox/slack/slack.ts';
import type { StormPace, StormTaker } from './storm-hart.ts';

const programme = '/usr/bin/prometheus-alertmanager';

/** Debian's Alertmanager, posting to the audit channel by webhook; null where it is not installed. */
export async function stormAlertmanager(slack: Slack, pace: StormPace): Promise<StormTaker | null> {
  if (!existsSync(programme)) return null;
  const directory = mkdtempSync(join(tmpdir(), 'hart-alertmanager-'));
  const file = join(directory, 'alertmanager.yml');
  writeFileSync(
    file,
    stringify({
      route: {
        receiver: 'slack',
        group_by: ['alertname'],
        group_wait: `${pace.groupWait}ms`,
        group_interval: `${pace.groupInterval}ms`,
        repeat_interval: '24h',
      },
      receivers: [
        {
          name: 'slack',
          slack_configs: [{ api_url: slack.webhookUrl, channel: '#audit', send_resolved: true }],
        },
      ],
    }),
  );
  const port = await freePort();
  const child = spawn(
    programme,
    [
      `--config.file=${file}`,
      `--storage.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}/-/ready`))) {
    if (child.exitCode !== null) throw new Error('Alertmanager did not start');
    await sleep(50);
  }
  let quietSince = Date.now();
  let heard = 0;
  const before = new Map<string, boolean>();
  const startedAt = new Map<string, string>();
  return {
    async take(instances) {
      const now = new Date().toISOString();
      const alerts = instances.flatMap(({ rule, instance, firing }) => {
        const was = before.get(instance) === true;
        before.set(instance, firing);
        if (!firing && !was) return [];
        if (!was) startedAt.set(instance, now);
        return [
          {
            labels: { alertname: rule, instance, severity: 'warning' },
            annotations: { summary: `${instance} is bad` },
            startsAt: startedAt.get(instance),
            // What is repeated in time stays; what is well has ended now.
            endsAt: firing ? new Date(Date.now() + 60_000).toISOString() : now,
          },
        ];
      });
      if (alerts.length === 0) return;
      const response = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (!response.ok) throw new Error(`Alertmanager: ${response.status}`);
      await response.body?.cancel();
    },
    // It does not say what waits: nothing does when nothing has come for several intervals.
    settled: async () => {
      const count = slack.calls.list().filter(({ method }) => method === 'webhook').length;
      if (count !== heard) quietSince = Date.now();
      heard = count;
      return Date.now() - quietSince > 4 * pace.groupInterval;
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}
