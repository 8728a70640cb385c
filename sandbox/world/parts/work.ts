import { HOUR, type Instant, MINUTE, SECOND } from '../clock.ts';
import { type ActiveFaults, textArgument } from '../faults.ts';
import type { Row } from '../table.ts';
import { backgroundJob, ingestionJob, pendingActions } from '../tables/product.ts';
import type { CreatePart } from './part.ts';

/** How often a job comes and how long it takes. */
const INGESTION = { every: 2 * MINUTE, takes: 70 * SECOND, shown: 120 };
const EMBEDDING = { every: 30 * SECOND, takes: 9 * SECOND, shown: 240 };

interface Rhythm {
  readonly every: number;
  readonly takes: number;
  readonly shown: number;
}

/** A worker that has stopped did so half an hour before anyone looked. */
function workedUntil(worker: string, now: Instant, faults: ActiveFaults): Instant {
  const fault = faults.get('worker-stalled');
  return fault && textArgument(fault, 'worker') === worker ? fault.since - 35 * MINUTE : now;
}

interface Job {
  readonly number: number;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}

/** The newest jobs of a rhythm, of which the first moves in steps: those that came after the worker stopped still wait. */
function jobsOf(rhythm: Rhythm, now: Instant, until: Instant): readonly Job[] {
  const newest = Math.floor(now / rhythm.every);
  const first = Math.floor(newest / rhythm.shown) * rhythm.shown - rhythm.shown;
  return Array.from({ length: newest - first + 1 }, (_, index) => {
    const number = first + index;
    const createdAt = number * rhythm.every;
    const startedAt = createdAt + 2 * SECOND;
    const endedAt = startedAt + rhythm.takes;
    return {
      number,
      createdAt,
      startedAt: startedAt <= until ? startedAt : null,
      endedAt: endedAt <= until ? endedAt : null,
    };
  });
}

/** What the workers do: ingestion, embeddings, and actions that the loop wants consent for. */
export const createWork: CreatePart = (start) => ({
  tables({ now: clock, faults }) {
    const now = Math.min(clock, faults.get('application-stopped')?.since ?? clock);
    const ingestion = jobsOf(INGESTION, now, workedUntil('Ingestion', now, faults));
    const embedding = jobsOf(EMBEDDING, now, workedUntil('EmbeddingGenerator', now, faults));
    return [
      { table: ingestionJob, rows: ingestion.map(ingestionRow) },
      { table: backgroundJob, rows: embedding.map(backgroundRow) },
      { table: pendingActions, rows: [pendingAction(start)] },
    ];
  },
});

/** Waiting, running, done: the value that stands for where the job is. */
function stepOf<T>(job: Job, [waiting, running, done]: readonly [T, T, T]): T {
  if (job.endedAt !== null) return done;
  return job.startedAt === null ? waiting : running;
}

function ingestionRow(job: Job): Row {
  return {
    IngestionJobId: job.number,
    ModelId: 1,
    JobStatus: stepOf(job, ['Pending', 'Processing', 'Complete']),
    TotalAtomsProcessed: job.endedAt === null ? 0 : 4000,
    CreatedAt: job.createdAt,
    LastUpdatedAt: job.endedAt ?? job.startedAt ?? job.createdAt,
  };
}

function backgroundRow(job: Job): Row {
  return {
    JobId: job.number,
    JobType: 'GenerateEmbedding',
    Status: stepOf(job, [0, 1, 2]),
    AttemptCount: job.startedAt === null ? 0 : 1,
    CreatedAtUtc: job.createdAt,
    StartedAtUtc: job.startedAt,
    CompletedAtUtc: job.endedAt,
    TenantId: 0,
    CreatedBy: 'EmbeddingGenerator',
  };
}

/** Done long ago: nothing waits for approval in a healthy world. */
function pendingAction(start: Instant): Row {
  const at = Math.floor(start / HOUR) * HOUR - 30 * HOUR;
  return {
    ActionId: 17,
    ActionType: 'IndexOptimization',
    Description: 'Rebuild IX_AtomEmbedding_AtomId',
    Status: 'Executed',
    CreatedUtc: at,
    ApprovedUtc: at + HOUR,
    ApprovedBy: 'CORP\\dba',
    ExecutedUtc: at + HOUR + MINUTE,
  };
}
