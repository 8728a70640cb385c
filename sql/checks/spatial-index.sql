/*
title: The spatial index of the embeddings exists, is enabled and is used
subsystem: Spatial index
target: sql-server
interval: 15m
timeout: 30s
runsOn: primary
needs:
  - {right: VIEW DATABASE STATE, until: 15}
  - {right: VIEW DATABASE PERFORMANCE STATE, since: 16}
  - VIEW DEFINITION
  - {right: SELECT, object: dbo.AtomEmbedding}
witness: the columns of the table, and a day of Query Store
looksBack: 1d
parameters:
  windowMinutes: 1440
labels: [index]
values:
  table_name: text
  present: flag
  enabled: flag
  unused: flag
  plans_on_table: count
  spatial_plans: count
  spatial_executions: count
  usage_counters: text
rules:
  - alert: spatial-index-missing
    value: present
    when: "< 1"
    for: 0s
    severity: critical
    summary: "{table_name} has no spatial index"
    remedy: >-
      Every search reads the whole table of embeddings. It was dropped, or a release left it out: a DBA creates it again
      from the product's schema, in a quiet hour.
  - alert: spatial-index-disabled
    value: enabled
    when: "< 1"
    for: 0s
    severity: critical
    summary: "The spatial index {index} of {table_name} is disabled"
    remedy: >-
      Every search reads the whole table of embeddings. It was usually disabled for a bulk load and not rebuilt: ALTER INDEX
      ... REBUILD brings it back (long, and it locks the table below Enterprise edition).
  - alert: spatial-index-unused
    value: unused
    when: "> 0"
    for: 15m
    keepFiringFor: 15m
    severity: warning
    summary: "None of the {plans_on_table} plans on {table_name} of the last day uses a spatial index"
    remedy: >-
      The index is there and no plan uses it, so searches read the whole table. That points to stale statistics, a wrong
      bounding box, or a query without a spatial predicate: compare the plans in Query Store.
onEmpty: unknown
onMissing: unknown
headline: "used by {max(spatial_plans)} plans in 24 h"
remedy: >-
  Without its spatial index every search reads the whole table of embeddings. A disabled index was usually disabled for a bulk
  load and not rebuilt: ALTER INDEX ... REBUILD brings it back (long, and it locks the table below Enterprise edition). An index
  that no plan uses points to stale statistics, a wrong bounding box, or a query without a spatial predicate. Use is judged by
  the plans in Query Store, because SQL Server does not count the use of spatial indexes ("not tracked"). When no query on the
  table ran in the last day, nothing can be said about its use. Unknown with hidden rows: the login may not see the table's
  columns, or Query Store has written nothing in the last day.
variants:
  - name: singular
    requires: {object: dbo.AtomEmbedding}
  - name: plural
    requires: {object: dbo.AtomEmbeddings}
*/
-- variant: singular
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       COALESCE(found.[index], N'(none)') AS [index], N'dbo.AtomEmbedding' AS table_name,
       CASE WHEN found.[index] IS NULL THEN 0 ELSE 1 END AS present,
       CASE WHEN found.is_disabled = 1 THEN 0 ELSE 1 END AS enabled,
       CASE WHEN evidence.plans_on_table > 0 AND evidence.spatial_plans = 0 THEN 1 ELSE 0 END AS unused,
       evidence.plans_on_table, evidence.spatial_plans, evidence.spatial_executions, N'not tracked' AS usage_counters
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             CASE WHEN (COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE PERFORMANCE STATE'), 0) = 1
                        OR COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE STATE'), 0) = 1)
                   AND COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DEFINITION'), 0) = 1 THEN 1 ELSE 0 END AS may_see,
             CASE WHEN EXISTS (SELECT 1 FROM sys.query_store_runtime_stats_interval AS w
                               WHERE w.end_time >= DATEADD(MINUTE, -@windowMinutes, SYSDATETIMEOFFSET()))
                  -- naming the table makes a missing one an error instead of a zero
                  THEN (SELECT COUNT(*) FROM sys.columns AS k WHERE k.object_id = OBJECT_ID(N'dbo.AtomEmbedding'))
                       + (SELECT COUNT(e.AtomEmbeddingId) FROM dbo.AtomEmbedding AS e WHERE 1 = 0) ELSE 0 END AS witness) AS proof
CROSS JOIN (SELECT COUNT(DISTINCT p.plan_id) AS plans_on_table,
                   COUNT(DISTINCT CASE WHEN CHARINDEX(N'IndexKind="Spatial"', p.query_plan) > 0 THEN p.plan_id END) AS spatial_plans,
                   CONVERT(varchar(20), COALESCE(SUM(CASE WHEN CHARINDEX(N'IndexKind="Spatial"', p.query_plan) > 0
                                                          THEN rs.count_executions END), 0)) AS spatial_executions
            FROM sys.query_store_query AS q
            JOIN sys.query_store_query_text AS qt ON qt.query_text_id = q.query_text_id
            JOIN sys.query_store_plan AS p ON p.query_id = q.query_id
            JOIN sys.query_store_runtime_stats AS rs ON rs.plan_id = p.plan_id
            JOIN sys.query_store_runtime_stats_interval AS i ON i.runtime_stats_interval_id = rs.runtime_stats_interval_id
            WHERE i.end_time >= DATEADD(MINUTE, -@windowMinutes, SYSDATETIMEOFFSET())
              AND CHARINDEX(N'AtomEmbedding', qt.query_sql_text) > 0) AS evidence
LEFT JOIN (SELECT i.name AS [index], i.is_disabled
           FROM sys.indexes AS i
           WHERE i.object_id = OBJECT_ID(N'dbo.AtomEmbedding') AND i.type_desc = N'SPATIAL') AS found ON 1 = 1
ORDER BY found.[index];

-- variant: plural
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       COALESCE(found.[index], N'(none)') AS [index], N'dbo.AtomEmbeddings' AS table_name,
       CASE WHEN found.[index] IS NULL THEN 0 ELSE 1 END AS present,
       CASE WHEN found.is_disabled = 1 THEN 0 ELSE 1 END AS enabled,
       CASE WHEN evidence.plans_on_table > 0 AND evidence.spatial_plans = 0 THEN 1 ELSE 0 END AS unused,
       evidence.plans_on_table, evidence.spatial_plans, evidence.spatial_executions, N'not tracked' AS usage_counters
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             CASE WHEN (COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE PERFORMANCE STATE'), 0) = 1
                        OR COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE STATE'), 0) = 1)
                   AND COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DEFINITION'), 0) = 1 THEN 1 ELSE 0 END AS may_see,
             CASE WHEN EXISTS (SELECT 1 FROM sys.query_store_runtime_stats_interval AS w
                               WHERE w.end_time >= DATEADD(MINUTE, -@windowMinutes, SYSDATETIMEOFFSET()))
                  -- naming the table makes a missing one an error instead of a zero
                  THEN (SELECT COUNT(*) FROM sys.columns AS k WHERE k.object_id = OBJECT_ID(N'dbo.AtomEmbeddings'))
                       + (SELECT COUNT(e.AtomEmbeddingId) FROM dbo.AtomEmbeddings AS e WHERE 1 = 0) ELSE 0 END AS witness) AS proof
CROSS JOIN (SELECT COUNT(DISTINCT p.plan_id) AS plans_on_table,
                   COUNT(DISTINCT CASE WHEN CHARINDEX(N'IndexKind="Spatial"', p.query_plan) > 0 THEN p.plan_id END) AS spatial_plans,
                   CONVERT(varchar(20), COALESCE(SUM(CASE WHEN CHARINDEX(N'IndexKind="Spatial"', p.query_plan) > 0
                                                          THEN rs.count_executions END), 0)) AS spatial_executions
            FROM sys.query_store_query AS q
            JOIN sys.query_store_query_text AS qt ON qt.query_text_id = q.query_text_id
            JOIN sys.query_store_plan AS p ON p.query_id = q.query_id
            JOIN sys.query_store_runtime_stats AS rs ON rs.plan_id = p.plan_id
            JOIN sys.query_store_runtime_stats_interval AS i ON i.runtime_stats_interval_id = rs.runtime_stats_interval_id
            WHERE i.end_time >= DATEADD(MINUTE, -@windowMinutes, SYSDATETIMEOFFSET())
              AND CHARINDEX(N'AtomEmbeddings', qt.query_sql_text) > 0) AS evidence
LEFT JOIN (SELECT i.name AS [index], i.is_disabled
           FROM sys.indexes AS i
           WHERE i.object_id = OBJECT_ID(N'dbo.AtomEmbeddings') AND i.type_desc = N'SPATIAL') AS found ON 1 = 1
ORDER BY found.[index];
