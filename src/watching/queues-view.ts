import type { CheckResult } from '../domain/check-result.ts';
import type { QueueLine, QueuesView } from '../domain/queues-view.ts';
import type { Row } from '../domain/sample.ts';
import { type Instant, SECOND } from '../domain/time.ts';
import { durationOf, flagOf, numberOf } from './read-row.ts';
import { numbers } from './template.ts';

/** What `/hart queues` shows, from the checks that look at queues. */
export function queuesView(input: {
  readonly environment: string;
  readonly results: ReadonlyMap<string, CheckResult>;
  /** Recent depths by queue, oldest first. */
  readonly trends: ReadonlyMap<string, readonly number[]>;
  readonly now: Instant;
}): QueuesView {
  const { environment, results, trends, now } = input;
  const queues = results.get('queues');
  return {
    environment,
    asOf: queues?.sample.at ?? now,
    queues: rowsOf(queues).map((row, index) =>
      queueLine(row, queues?.rowStates[index] ?? 'unknown', trends),
    ),
    undelivered: total(results.get('undelivered-messages'), 'undelivered'),
    deadLetters: total(results.get('neo4j-sync'), 'dead_letters'),
    unknown: ['queues', 'undelivered-messages', 'neo4j-sync'].flatMap((name) =>
      whyUnknown(name, results.get(name)),
    ),
  };
}

function queueLine(
  row: Row,
  state: QueueLine['state'],
  trends: ReadonlyMap<string, readonly number[]>,
): QueueLine {
  const queue = row.labels['queue'] ?? '';
  return {
    queue,
    state,
    depth: numberOf(row, 'depth'),
    trend: trends.get(queue) ?? [],
    oldest: durationOf(row, 'oldest_seconds', SECOND),
    receiveEnabled: flagOf(row, 'receive_enabled'),
    enqueueEnabled: flagOf(row, 'enqueue_enabled'),
    activationEnabled: flagOf(row, 'activation_enabled'),
    readers: numberOf(row, 'readers'),
    maxReaders: numberOf(row, 'max_readers'),
  };
}

/** Rows of a result; none where it could not see any. */
export function rowsOf(result: CheckResult | undefined): readonly Row[] {
  return result?.sample.outcome.kind === 'rows' ? result.sample.outcome.rows : [];
}

/** The sum of a column; null where nothing is known. No row at all, once seen, is zero. */
function total(result: CheckResult | undefined, column: string): number | null {
  if (result?.sample.outcome.kind !== 'rows') return null;
  return numbers(result.sample.outcome.rows, column).reduce((sum, value) => sum + value, 0);
}

/** Why a check cannot tell: one sentence, or none where it can. */
export function whyUnknown(name: string, result: CheckResult | undefined): string[] {
  if (result === undefined) return [`${name} has not run yet`];
  const { outcome } = result.sample;
  return outcome.kind === 'rows' ? [] : [`${name}: ${outcome.detail}`];
}
