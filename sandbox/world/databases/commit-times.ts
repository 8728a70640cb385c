import type { Filling, Row } from '../table.ts';
import { holds } from './body.ts';
import type { Window } from './database.ts';

/** The column that says when a row of a product's table was committed. */
const columns: Readonly<Record<string, string>> = {
  OODALoopMetrics: 'ExecutedAt',
  AutonomousImprovementHistory: 'StartedAt',
  LearningMetrics: 'MeasuredAt',
  InferenceRequest: 'RequestTimestamp',
  Atom: 'CreatedAt',
  AtomEmbedding: 'CreatedAt',
  Neo4jSyncLog: 'SyncTimestamp',
  Neo4jSyncDeadLetterQueue: 'ErrorTimestamp',
  IngestionJob: 'CreatedAt',
  BackgroundJob: 'CreatedAtUtc',
  PendingActions: 'CreatedUtc',
};

interface Kept {
  readonly windows: readonly Window[];
  readonly rows: readonly Row[];
}

/** Leaves of a table the rows that were committed in these stretches. The same answer for the same rows. */
export function createCommitFilter(): (filling: Filling, windows: readonly Window[]) => Filling {
  const known = new WeakMap<readonly Row[], Kept>();
  return (filling, windows) => {
    const column = columns[filling.table.name];
    if (column === undefined || filling.table.place !== 'Hartonomous' || isEverything(windows))
      return filling;
    const kept = known.get(filling.rows);
    if (kept?.windows === windows) return { ...filling, rows: kept.rows };
    const rows = filling.rows.filter((row) => holds(windows, row[column]));
    known.set(filling.rows, { windows, rows });
    return { ...filling, rows };
  };
}

function isEverything([first]: readonly Window[]): boolean {
  return first?.from === Number.NEGATIVE_INFINITY && first.until === Number.POSITIVE_INFINITY;
}
