SELECT COUNT(DISTINCT p.plan_id)                                  AS plans_on_table,
       COUNT(DISTINCT CASE WHEN CHARINDEX(N'IndexKind="Spatial"', p.query_plan) > 0 THEN p.plan_id END) AS spatial_plans,
       CONVERT(varchar(20), COALESCE(SUM(CASE WHEN CHARINDEX(N'IndexKind="Spatial"', p.query_plan) > 0 THEN rs.count_executions END), 0)) AS spatial_executions
FROM sys.query_store_query AS q
JOIN sys.query_store_query_text AS qt ON qt.query_text_id = q.query_text_id
JOIN sys.query_store_plan AS p ON p.query_id = q.query_id
JOIN sys.query_store_runtime_stats AS rs ON rs.plan_id = p.plan_id
JOIN sys.query_store_runtime_stats_interval AS i ON i.runtime_stats_interval_id = rs.runtime_stats_interval_id
WHERE i.end_time >= DATEADD(MINUTE, -@windowMinutes, SYSDATETIMEOFFSET())
  AND CHARINDEX(@table, qt.query_sql_text) > 0;
