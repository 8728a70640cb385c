/*
title: Queries on the embeddings are quick
subsystem: Queries
target: sql-server
interval: 5m
timeout: 20s
runsOn: primary
needs:
  - {right: VIEW DATABASE STATE, until: 15}
  - {right: VIEW DATABASE PERFORMANCE STATE, since: 16}
  - {right: SELECT, object: dbo.InferenceRequest}
witness: a recent interval of Query Store, while requests come
looksBack: 1h
parameters:
  table: AtomEmbedding
  windowMinutes: 60
  recentMinutes: 15
  minExecutions: 20
  top: 10
labels: [query]
values:
  module: text
  executions: count
  avg_duration_ms: ms
  max_duration_ms: ms
  avg_cpu_ms: ms
  plans: count
  failed: count
  last_run: utc
rules:
  - alert: slow-query
    value: avg_duration_ms
    when: "> 100"
    recovers: "< 90"
    for: 10m
    keepFiringFor: 10m
    severity: warning
    summary: "Query {query} takes {avg_duration_ms} on average over {executions} runs"
  - alert: slow-query
    value: avg_duration_ms
    when: "> 500"
    recovers: "< 450"
    for: 10m
    keepFiringFor: 10m
    severity: critical
    summary: "Query {query} takes {avg_duration_ms} on average over {executions} runs"
onEmpty: ok
onMissing: unknown
headline: "slowest {max(avg_duration_ms)} of {sum(executions)} runs"
remedy: >-
  A query on the embeddings table needs more time than users will wait for. Usual causes are a plan that no longer uses the
  spatial index, stale statistics after a large ingestion, or a server short of memory. Open Query Store in Management Studio
  with the query's number (Tracked Queries), compare its plans, and look at the check spatial-index. The number is given instead
  of the text because texts carry tenants' data. Unknown for want of a recent interval means that Query Store has written
  nothing for a quarter of an hour although requests came: see the check query-store.
variants:
  - name: with-requests
    requires: {object: dbo.InferenceRequest}
  - name: without-requests
    requires: {}
*/
-- variant: with-requests
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.query, found.module, found.executions, found.avg_duration_ms, found.max_duration_ms, found.avg_cpu_ms,
       found.plans, found.failed, found.last_run
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             CASE WHEN COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE PERFORMANCE STATE'), 0) = 1
                    OR COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE STATE'), 0) = 1 THEN 1 ELSE 0 END AS may_see,
             CASE WHEN EXISTS (SELECT 1 FROM sys.query_store_runtime_stats_interval AS w
                               WHERE w.end_time >= DATEADD(MINUTE, -@recentMinutes, SYSDATETIMEOFFSET())) THEN 1
                  WHEN EXISTS (SELECT 1 FROM dbo.InferenceRequest AS r
                               WHERE r.RequestTimestamp >= DATEADD(MINUTE, -@recentMinutes, SYSUTCDATETIME())) THEN 0
                  ELSE 1 END AS witness) AS proof
LEFT JOIN (SELECT TOP (@top)
                  CONVERT(varchar(20), q.query_id) AS query,
                  CASE WHEN q.object_id <> 0 THEN OBJECT_NAME(CONVERT(int, q.object_id)) END AS module,
                  CONVERT(varchar(20), SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions ELSE 0 END)) AS executions,
                  -- microseconds, weighted by executions; aborted and failed runs would blur the average
                  SUM(CASE WHEN rs.execution_type = 0 THEN rs.avg_duration * rs.count_executions END)
                    / NULLIF(SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions END), 0) / 1000.0 AS avg_duration_ms,
                  CONVERT(float, MAX(CASE WHEN rs.execution_type = 0 THEN rs.max_duration END)) / 1000.0 AS max_duration_ms,
                  SUM(CASE WHEN rs.execution_type = 0 THEN rs.avg_cpu_time * rs.count_executions END)
                    / NULLIF(SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions END), 0) / 1000.0 AS avg_cpu_ms,
                  COUNT(DISTINCT p.plan_id) AS plans,
                  CONVERT(varchar(20), SUM(CASE WHEN rs.execution_type <> 0 THEN rs.count_executions ELSE 0 END)) AS failed,
                  CONVERT(varchar(23), CONVERT(datetime2(3), MAX(rs.last_execution_time) AT TIME ZONE 'UTC'), 126) AS last_run
           FROM sys.query_store_query AS q
           JOIN sys.query_store_query_text AS qt ON qt.query_text_id = q.query_text_id
           JOIN sys.query_store_plan AS p ON p.query_id = q.query_id
           JOIN sys.query_store_runtime_stats AS rs ON rs.plan_id = p.plan_id
           JOIN sys.query_store_runtime_stats_interval AS i ON i.runtime_stats_interval_id = rs.runtime_stats_interval_id
           WHERE i.end_time >= DATEADD(MINUTE, -@windowMinutes, SYSDATETIMEOFFSET())
             AND q.is_internal_query = 0
             AND CHARINDEX(@table, qt.query_sql_text) > 0
           GROUP BY q.query_id, q.object_id
           HAVING SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions ELSE 0 END) >= @minExecutions
           ORDER BY avg_duration_ms DESC) AS found ON 1 = 1
ORDER BY found.avg_duration_ms DESC;

-- variant: without-requests
-- No table tells whether requests come, so a silent window cannot be told from a Query Store that has stopped.
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.query, found.module, found.executions, found.avg_duration_ms, found.max_duration_ms, found.avg_cpu_ms,
       found.plans, found.failed, found.last_run
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             CASE WHEN COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE PERFORMANCE STATE'), 0) = 1
                    OR COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE STATE'), 0) = 1 THEN 1 ELSE 0 END AS may_see,
             CASE WHEN EXISTS (SELECT 1 FROM sys.query_store_runtime_stats_interval AS w
                               WHERE w.end_time >= DATEADD(MINUTE, -@recentMinutes, SYSDATETIMEOFFSET())) THEN 1
                  ELSE 0 END AS witness) AS proof
LEFT JOIN (SELECT TOP (@top)
                  CONVERT(varchar(20), q.query_id) AS query,
                  CASE WHEN q.object_id <> 0 THEN OBJECT_NAME(CONVERT(int, q.object_id)) END AS module,
                  CONVERT(varchar(20), SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions ELSE 0 END)) AS executions,
                  -- microseconds, weighted by executions; aborted and failed runs would blur the average
                  SUM(CASE WHEN rs.execution_type = 0 THEN rs.avg_duration * rs.count_executions END)
                    / NULLIF(SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions END), 0) / 1000.0 AS avg_duration_ms,
                  CONVERT(float, MAX(CASE WHEN rs.execution_type = 0 THEN rs.max_duration END)) / 1000.0 AS max_duration_ms,
                  SUM(CASE WHEN rs.execution_type = 0 THEN rs.avg_cpu_time * rs.count_executions END)
                    / NULLIF(SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions END), 0) / 1000.0 AS avg_cpu_ms,
                  COUNT(DISTINCT p.plan_id) AS plans,
                  CONVERT(varchar(20), SUM(CASE WHEN rs.execution_type <> 0 THEN rs.count_executions ELSE 0 END)) AS failed,
                  CONVERT(varchar(23), CONVERT(datetime2(3), MAX(rs.last_execution_time) AT TIME ZONE 'UTC'), 126) AS last_run
           FROM sys.query_store_query AS q
           JOIN sys.query_store_query_text AS qt ON qt.query_text_id = q.query_text_id
           JOIN sys.query_store_plan AS p ON p.query_id = q.query_id
           JOIN sys.query_store_runtime_stats AS rs ON rs.plan_id = p.plan_id
           JOIN sys.query_store_runtime_stats_interval AS i ON i.runtime_stats_interval_id = rs.runtime_stats_interval_id
           WHERE i.end_time >= DATEADD(MINUTE, -@windowMinutes, SYSDATETIMEOFFSET())
             AND q.is_internal_query = 0
             AND CHARINDEX(@table, qt.query_sql_text) > 0
           GROUP BY q.query_id, q.object_id
           HAVING SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions ELSE 0 END) >= @minExecutions
           ORDER BY avg_duration_ms DESC) AS found ON 1 = 1
ORDER BY found.avg_duration_ms DESC;
