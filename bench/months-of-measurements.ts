/** Every 93 s twelve checks: a million evaluations are 90 days. */
const checks = 12;
const interval = 93_000;
const rounds = (24 * 3_600_000) / interval;
const queues = ['ActQueue', 'LearnQueue', 'Neo4jSyncQueue'];

/**
 * A file for `hart replay`, piece by piece: three rows a check with a daily course, noise and a backlog every few days; now
 * and then a time-out, or a queue that is not there. The same count gives the same file.
 */
export function* monthsOfMeasurements(count: number): Generator<string> {
  const names = Array.from({ length: checks }, (_, index) => `queues-${index}`);
  const random = numbers(17);
  yield `{"alerting":{"groupBy":["alert"]},"rules":${JSON.stringify(names.map(ruleOf))},"evaluations":[`;
  for (let index = 0; index < count; index += 1) {
    const round = Math.floor(index / checks);
    const at = new Date(Date.UTC(2026, 0) + round * interval).toISOString();
    const which = index % checks;
    const outcome =
      random() < 0.002 ? { error: 'timeout' } : { rows: rowsOf(round, which, random) };
    const line = JSON.stringify({ at, check: names[which], ...outcome });
    yield index === 0 ? line : `,\n${line}`;
  }
  yield ']}';
}

function rowsOf(round: number, which: number, random: () => number) {
  const daily = 300 + 250 * Math.sin((2 * Math.PI * round) / rounds);
  return queues.flatMap((queue, place) => {
    if (random() < 0.001) return [];
    // Each queue is flooded for an hour, every two to four days.
    const phase = (round + 131 * which + 577 * place) % Math.round(rounds * (2 + place));
    const flood = phase < 40 ? 1200 : 0;
    return [{ queue, depth: Math.round(daily + flood + 150 * random()) }];
  });
}

function ruleOf(check: string) {
  return {
    check,
    alert: `backlog-${check}`,
    value: 'depth',
    when: '> 1000',
    recovers: '< 800',
    severity: 'warning',
    for: '3m',
    keepFiringFor: '5m',
    labels: ['queue'],
    staticLabels: { target: 'sql-server', env: 'production' },
  };
}

/** The same sequence each time, from 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
