import type { Check } from '../domain/check.ts';
import type { Sample } from '../domain/sample.ts';
import type { Duration, Instant } from '../domain/time.ts';
import { rootKey } from './incident-messages.ts';
import type { Watcher } from './watcher.ts';

/** A check that no file describes: its only sample is somebody's wish to see an alert. */
const testCheck: Check = {
  name: 'test-alert',
  title: 'Test alert',
  subsystem: 'Bot',
  target: 'api',
  interval: 60_000,
  timeout: 1000,
  runsOn: 'any',
  needs: [],
  parameters: {},
  labels: ['order'],
  values: { sent: 'flag' },
  rules: [
    {
      alert: 'test-alert',
      value: 'sent',
      when: { comparison: '>', threshold: 0 },
      for: 0,
      keepFiringFor: 0,
      severity: 'warning',
      onError: 'keep',
      onEmpty: 'ok',
    },
  ],
  onEmpty: 'ok',
  onMissing: 'off',
  remedy: 'Sent on request to prove that alerts arrive here. Nothing is wrong.',
  variants: [],
};

/**
 * Sends an alert through everything that a real one passes, and lets it resolve.
 *
 * @returns the key of its root message, once alerting has announced it
 */
export async function sendTestAlert(options: {
  readonly environment: string;
  readonly order: string;
  readonly watcher: Watcher;
  readonly now: () => Instant;
  readonly sleep: (duration: Duration) => Promise<void>;
  readonly patience: Duration;
}): Promise<{ readonly key: string } | null> {
  const { environment, order, watcher, now, sleep, patience } = options;
  const take = (sent: number) => watcher.take(testCheck, sampleOf(environment, order, sent, now()));
  await take(1);
  const started = now();
  while (now() - started < patience) {
    await watcher.tick();
    const incident = [...watcher.memory().incidents.values()].find(
      ({ alert, instances }) =>
        alert === 'test-alert' && instances.some(({ labels }) => labels['order'] === order),
    );
    if (incident !== undefined) {
      await take(0);
      return { key: rootKey(incident.id) };
    }
    await sleep(200);
  }
  await take(0);
  return null;
}

function sampleOf(environment: string, order: string, sent: number, at: Instant): Sample {
  return {
    environment,
    check: testCheck.name,
    at,
    ms: 0,
    variant: null,
    replica: null,
    serverTime: null,
    startedAt: null,
    outcome: { kind: 'rows', rows: [{ labels: { order }, values: { sent } }] },
  };
}
