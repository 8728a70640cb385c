import { joinRules } from '../src/alerting/bind.ts';
import { evaluate } from '../src/alerting/evaluate.ts';
import { parseReplay } from '../src/alerting/parse-replay.ts';
import { replay } from '../src/alerting/replay.ts';
import { track } from '../src/alerting/track.ts';
import { type BenchRow, figure } from './row.ts';
import type { Sizes } from './sizes.ts';

/** What alerting costs: one evaluation of many instances, and a long replay. */
export function benchAlerting({ instances, evaluations }: Sizes): BenchRow[] {
  return [
    evaluation(instances, 0),
    evaluation(instances, 1),
    longReplay('20 checks of 3 rows', evaluations, 20, ['alert']),
    longReplay('500 checks, a group each queue', evaluations / 10, 500, ['check', 'queue']),
  ];
}

function evaluation(count: number, share: number): BenchRow {
  const [rule] = joinRules([
    {
      environment: 'production',
      check: 'queues',
      labels: ['queue'],
      staticLabels: { target: 'sql-server' },
      rule: {
        alert: 'queue-backlog',
        value: 'depth',
        when: { comparison: '>', threshold: 1000 },
        for: 0,
        keepFiringFor: 0,
        severity: 'warning',
        onError: 'error',
        onEmpty: 'ok',
      },
    },
  ]);
  if (rule === undefined) throw new Error('no rule');
  const rows = Array.from({ length: count }, (_, index) => ({
    labels: { queue: `queue-${index}` },
    values: { depth: 2000 * share },
  }));
  const observation = { at: 0, startedAt: null, outcome: { kind: 'rows', rows } } as const;
  const ms = timed(() => {
    const delta = track(rule, evaluate(rule, observation, new Map(), count), new Map(), 0);
    if (delta.changed.length !== count * share) throw new Error('not what was expected');
  });
  const firing = share === 0 ? 'none' : 'all';
  return figure({
    what: `evaluation of ${amount(count)} instances, ${firing} firing`,
    value: ms,
    unit: 'ms',
  });
}

function longReplay(name: string, count: number, checks: number, groupBy: string[]): BenchRow {
  const names = Array.from({ length: checks }, (_, index) => `check-${index}`);
  const evaluations = Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / checks);
    const depths = [0, 1, 2].map((queue) => ((round + queue * 13) % 40) * 60);
    return {
      at: new Date(round * 30_000).toISOString(),
      check: names[index % checks],
      rows: depths.map((depth, queue) => ({ queue: `q${queue}`, depth })),
    };
  });
  const parsed = parseReplay({
    alerting: { groupBy },
    rules: names.map((check) => ({
      check,
      alert: 'queue-backlog',
      value: 'depth',
      when: '> 1000',
      severity: 'warning',
      for: '30s',
      keepFiringFor: '5m',
      labels: ['queue'],
      staticLabels: { target: 'sql-server' },
    })),
    evaluations,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.complaints));
  const ms = timed(() => {
    if (replay(parsed.input).transitions.length === 0) throw new Error('nothing happened');
  });
  return figure({ what: `replay of ${amount(count)} evaluations, ${name}`, value: ms, unit: 'ms' });
}

function timed(work: () => void): number {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

function amount(count: number): string {
  return count.toLocaleString('en');
}
