import type { Instant } from '../clock.ts';
import type { Filling, Row } from '../table.ts';
import { hartResyncEntity, hartResyncProgress, hartTakenMessage } from '../tables/product.ts';

export interface ResyncRun {
  readonly runId: string;
  readonly entityType: string;
  readonly highWaterKey: number;
  readonly lastKey: number;
  readonly enqueued: number;
  readonly startEndpoints: number;
  readonly outcome: string;
  readonly startedAt: Instant;
  readonly updatedAt: Instant;
}

/** What the procedures of hart's installation keep in tables of their own. */
export interface ResyncRuns {
  find(runId: string, entityType: string): ResyncRun | undefined;
  put(run: ResyncRun): void;
  keepMessage(row: Row): void;
  tables(): readonly Filling[];
  reset(): void;
}

const entities: readonly Row[] = [
  { EntityType: 'Atom', TableName: 'Atom', KeyColumn: 'AtomId', TenantColumn: 'TenantId' },
];

export function createResyncRuns(): ResyncRuns {
  const runs = new Map<string, ResyncRun>();
  let taken: Row[] = [];
  const key = (runId: string, entityType: string) => `${runId.toLowerCase()}/${entityType}`;
  return {
    find: (runId, entityType) => runs.get(key(runId, entityType)),
    put: (run) => void runs.set(key(run.runId, run.entityType), run),
    keepMessage(row) {
      taken = [...taken, { ...row, TakenId: taken.length + 1 }];
    },
    tables: () => [
      { table: hartResyncEntity, rows: entities },
      { table: hartTakenMessage, rows: taken },
      {
        table: hartResyncProgress,
        rows: [...runs.values()].map((run) => ({
          RunId: run.runId,
          EntityType: run.entityType,
          HighWaterKey: run.highWaterKey,
          LastKey: run.lastKey,
          Enqueued: run.enqueued,
          StartEndpoints: run.startEndpoints,
          Outcome: run.outcome,
          StartedAt: run.startedAt,
          UpdatedAt: run.updatedAt,
        })),
      },
    ],
    reset() {
      runs.clear();
      taken = [];
    },
  };
}
