import type { Check } from '../domain/check.ts';
import type { Sample } from '../domain/sample.ts';
import { type Duration, type Instant, MINUTE } from '../domain/time.ts';
import type { Watcher } from '../watching/watcher.ts';

/** A check that no file describes: what it measures is the bot itself. */
const lateCheck: Check = {
  name: 'check-late',
  title: 'Checks that do not run',
  subsystem: 'Bot',
  target: 'api',
  interval: MINUTE,
  timeout: 1000,
  runsOn: 'any',
  needs: [],
  parameters: {},
  labels: ['check'],
  values: { minutes: 'minutes' },
  rules: [
    {
      alert: 'check-late',
      value: 'minutes',
      when: { comparison: '>=', threshold: 0 },
      for: 0,
      keepFiringFor: 0,
      severity: 'warning',
      onError: 'keep',
      onEmpty: 'ok',
    },
  ],
  onEmpty: 'ok',
  onMissing: 'off',
  remedy: '',
  variants: [],
};

/**
 * Raises `check-late` for the checks of one environment that do not run, and lets it resolve when they do. It goes
 * through everything that other alerts pass.
 *
 * @param options.late what has not run for three of its intervals, and for how long
 */
export function createLateChecks(options: {
  readonly environment: string;
  readonly watcher: Pick<Watcher, 'take' | 'memory'>;
  readonly late: () => readonly { readonly check: string; readonly for: Duration }[];
  readonly now: () => Instant;
}): () => Promise<void> {
  const { environment, watcher, late, now } = options;
  return async () => {
    const found = late();
    const known = [...watcher.memory().instances.values()].some(
      ({ alert, phase }) =>
        alert === lateCheck.name && phase !== 'resolved' && phase !== 'inactive',
    );
    if (found.length === 0 && !known) return;
    const rows = found.map(({ check, for: since }) => ({
      labels: { check },
      values: { minutes: Math.floor(since / MINUTE) },
    }));
    await watcher.take(lateCheck, sampleOf(environment, rows, now()));
  };
}

function sampleOf(
  environment: string,
  rows: readonly {
    readonly labels: { readonly check: string };
    readonly values: { readonly minutes: number };
  }[],
  at: Instant,
): Sample {
  return {
    environment,
    check: lateCheck.name,
    at,
    ms: 0,
    variant: null,
    replica: null,
    serverTime: null,
    startedAt: null,
    outcome: { kind: 'rows', rows },
  };
}
