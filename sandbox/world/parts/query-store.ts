import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../clock.ts';
import { type ActiveFaults, numberArgument } from '../faults.ts';
import { createMemo } from '../memo.ts';
import type { Random } from '../random.ts';
import type { Row } from '../table.ts';
import {
  queryStoreIntervals,
  queryStoreOptions,
  queryStorePlan,
  queryStoreQuery,
  queryStoreQueryText,
  queryStoreRuntimeStats,
} from '../tables/query-store.ts';
import { objectId } from '../things.ts';
import type { CreatePart } from './part.ts';

const INTERVAL = 5 * MINUTE;
const HISTORY = DAY;
/** How far back a fault shows: checks look at windows of an hour or so. */
const SHOWN_BEFORE = HOUR;

interface Query {
  readonly id: number;
  readonly text: string;
  readonly object: 'sp_Hypothesize' | null;
  /** Average duration and runs of an interval. */
  readonly ms: number;
  readonly runs: number;
  /** Goes through the spatial index, unless that is disabled. */
  readonly spatial: boolean;
}

const spatialSearch = `SELECT TOP (@k) ae.AtomId, ae.SpatialKey.STDistance(@q) AS Distance FROM dbo.AtomEmbedding AS ae WITH (INDEX(SIX_AtomEmbedding_SpatialKey)) WHERE ae.SpatialKey.STDistance(@q) <= @radius ORDER BY ae.SpatialKey.STDistance(@q)`;

const queriesSeen: readonly Query[] = [
  { id: 101, text: spatialSearch, object: null, ms: 61, runs: 24, spatial: true },
  {
    id: 102,
    text: 'SELECT COUNT(*) FROM dbo.AtomEmbedding AS ae WHERE ae.SpatialKey.STIntersects(@region) = 1 AND ae.TenantId = @tenant',
    object: null,
    ms: 38,
    runs: 11,
    spatial: true,
  },
  {
    id: 103,
    text: 'SELECT ae.AtomId, ae.ModelId, ae.Dimension FROM dbo.AtomEmbedding AS ae WHERE ae.AtomId = @atomId',
    object: null,
    ms: 3,
    runs: 96,
    spatial: false,
  },
  {
    id: 104,
    text: 'INSERT INTO dbo.AtomEmbedding (AtomId, TenantId, ModelId, EmbeddingType, Dimension, SpatialKey, EmbeddingVector) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)',
    object: null,
    ms: 7,
    runs: 18,
    spatial: false,
  },
  {
    id: 105,
    text: 'SELECT a.AtomId, a.CanonicalText FROM dbo.Atom AS a WHERE a.ContentHash = @hash',
    object: null,
    ms: 2,
    runs: 130,
    spatial: false,
  },
  {
    id: 106,
    text: 'SELECT TOP (50) * FROM dbo.InferenceRequest AS r WHERE r.RequestTimestamp >= @since ORDER BY r.TotalDurationMs DESC',
    object: 'sp_Hypothesize',
    ms: 22,
    runs: 4,
    spatial: false,
  },
];

/** Plan ids: the query's own with the index, and a second one that scans. */
const planOf = (query: Query, scans: boolean) => query.id * 10 + (scans ? 2 : 1);

/** Query Store: queries, plans, and their statistics in intervals of five minutes. */
export const createQueryStore: CreatePart = (start, random) => {
  const first = Math.floor((start - HISTORY) / INTERVAL);
  const known = new Map<string, Row>();

  function stats(query: Query, interval: number, how: Trouble): Row {
    const begin = interval * INTERVAL;
    const scans = query.spatial && begin >= how.scansFrom;
    const slow = query.spatial && begin >= how.slowFrom;
    const key = `${query.id}/${interval}/${scans}/${slow}/${how.slowMs}`;
    const found = known.get(key);
    if (found) return found;
    const median = slow ? how.slowMs : query.ms * (scans ? 7 : 1);
    const made = statsRow(random, query, planOf(query, scans), interval, first, median);
    if (known.size > 20_000) known.clear();
    known.set(key, made);
    return made;
  }

  /** Intervals and their statistics; they change three times in an interval at most. */
  function statistics(
    now: Instant,
    how: Trouble,
  ): { readonly intervals: readonly Row[]; readonly rows: readonly Row[] } {
    const oldest = Math.max(first, Math.floor((now - 2 * HISTORY) / HOUR) * (HOUR / INTERVAL));
    const newest = Math.floor(Math.min(now, how.writesUntil) / INTERVAL);
    const intervals: Row[] = [];
    const rows: Row[] = [];
    for (let interval = oldest; interval <= newest; interval += 1) {
      const begin = interval * INTERVAL;
      intervals.push({
        runtime_stats_interval_id: interval - first + 1,
        start_time: begin,
        end_time: begin + INTERVAL,
      });
      for (const query of queriesSeen) {
        const row = stats(query, interval, how);
        // the interval that runs now has been flushed once some runs were seen
        if (Number(row['last_execution_time']) <= now) rows.push(row);
      }
    }
    return { intervals, rows };
  }

  const memo = createMemo<ReturnType<typeof statistics>>();
  return {
    tables({ now, faults }) {
      const how = trouble(faults);
      const tick = Math.floor(now / (5 * SECOND));
      const { intervals, rows } = memo(`${tick}/${Object.values(how).join('/')}`, () =>
        statistics(now, how),
      );
      const readOnly = faults.has('query-store-readonly');
      const seen = Math.floor(now / MINUTE) * MINUTE;
      return [
        { table: queryStoreOptions, rows: [optionsRow(readOnly)] },
        {
          table: queryStoreQueryText,
          rows: queriesSeen.map(({ id, text }) => ({ query_text_id: id, query_sql_text: text })),
        },
        {
          table: queryStoreQuery,
          rows: queriesSeen.map((query) => ({
            query_id: query.id,
            query_text_id: query.id,
            object_id: query.object ? objectId(query.object) : 0,
            query_hash: random.bytes(8, 'query', query.id),
            initial_compile_start_time: start - 30 * DAY,
            last_compile_start_time: start - DAY,
            last_execution_time: seen,
          })),
        },
        {
          table: queryStorePlan,
          rows: queriesSeen.flatMap((query) => planRows(random, query, start, seen)),
        },
        { table: queryStoreIntervals, rows: intervals },
        { table: queryStoreRuntimeStats, rows },
      ];
    },
  };
};

interface Trouble {
  readonly slowFrom: Instant;
  readonly slowMs: number;
  readonly scansFrom: Instant;
  readonly writesUntil: Instant;
}

function trouble(faults: ActiveFaults): Trouble {
  const never = Number.POSITIVE_INFINITY;
  const slow = faults.get('slow-queries');
  const disabled = faults.get('spatial-index-disabled');
  const readOnly = faults.get('query-store-readonly');
  return {
    slowFrom: slow ? slow.since - SHOWN_BEFORE : never,
    slowMs: slow ? numberArgument(slow, 'ms') : 0,
    // for as long as Query Store remembers: nothing used the index
    scansFrom: disabled ? disabled.since - 2 * HISTORY : never,
    writesUntil: readOnly ? readOnly.since : never,
  };
}

function statsRow(
  random: Random,
  query: Query,
  plan: number,
  interval: number,
  first: number,
  median: number,
): Row {
  const key = ['stats', query.id, interval] as const;
  const begin = interval * INTERVAL;
  const average = Math.round(random.skewed(median, 0.08, ...key, 'avg') * 1000);
  const runs = Math.max(1, Math.round(query.runs * (0.7 + 0.6 * random.unit(...key, 'runs'))));
  const reads = Math.round(average / 40);
  return {
    runtime_stats_id: (interval - first) * 10 + (query.id - 100),
    plan_id: plan,
    runtime_stats_interval_id: interval - first + 1,
    first_execution_time: begin + SECOND,
    last_execution_time: begin + 20 * SECOND,
    count_executions: runs,
    avg_duration: average,
    last_duration: average,
    min_duration: Math.round(average * 0.5),
    max_duration: Math.round(average * 1.9),
    stdev_duration: Math.round(average * 0.2),
    avg_cpu_time: Math.round(average * 0.8),
    last_cpu_time: Math.round(average * 0.8),
    min_cpu_time: Math.round(average * 0.4),
    max_cpu_time: Math.round(average * 1.5),
    stdev_cpu_time: Math.round(average * 0.15),
    avg_logical_io_reads: reads,
    last_logical_io_reads: reads,
    min_logical_io_reads: Math.round(reads / 2),
    max_logical_io_reads: reads * 2,
    stdev_logical_io_reads: reads / 5,
    avg_logical_io_writes: 0,
    avg_physical_io_reads: reads / 50,
    avg_query_max_used_memory: 128,
    avg_rowcount: 10,
    last_rowcount: 10,
    avg_log_bytes_used: 0,
  };
}

function planRows(random: Random, query: Query, start: Instant, seen: Instant): readonly Row[] {
  const ways = query.spatial ? [false, true] : [true];
  return ways.map((scans) => ({
    plan_id: planOf(query, scans),
    query_id: query.id,
    engine_version: '16.0.4145.4',
    query_plan_hash: random.bytes(8, 'plan', query.id, String(scans)),
    query_plan: showplan(query, scans),
    initial_compile_start_time: start - 30 * DAY,
    last_compile_start_time: start - DAY,
    last_execution_time: seen,
  }));
}

function showplan(query: Query, scans: boolean): string {
  const index = scans
    ? 'Index="[PK_AtomEmbedding]" IndexKind="Clustered"'
    : 'Index="[SIX_AtomEmbedding_SpatialKey]" IndexKind="Spatial"';
  return `<ShowPlanXML xmlns="http://schemas.microsoft.com/sqlserver/2004/07/showplan" Version="1.564" Build="16.0.4145.4"><BatchSequence><Batch><Statements><StmtSimple StatementId="${query.id}"><QueryPlan><RelOp PhysicalOp="${scans ? 'Clustered Index Scan' : 'Clustered Index Seek'}"><Object Database="[Hartonomous]" Schema="[dbo]" Table="[AtomEmbedding]" ${index}/></RelOp></QueryPlan></StmtSimple></Statements></Batch></BatchSequence></ShowPlanXML>`;
}

/** Full: 65536 is the reason "size limit reached". */
function optionsRow(readOnly: boolean): Row {
  return readOnly
    ? {
        actual_state: 1,
        actual_state_desc: 'READ_ONLY',
        readonly_reason: 65536,
        current_storage_size_mb: 10_243,
      }
    : { current_storage_size_mb: 1874 };
}
