SELECT TOP (@top)
       CONVERT(varchar(20), q.query_id)                                        AS query_id,
       CASE WHEN q.object_id <> 0 THEN OBJECT_NAME(CONVERT(int, q.object_id)) END AS module_name,
       MAX(LEFT(qt.query_sql_text, 400))                                       AS query_text,
       COUNT(DISTINCT p.plan_id)                                               AS plans,
       CONVERT(varchar(20), SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions ELSE 0 END)) AS executions,
       SUM(CASE WHEN rs.execution_type = 0 THEN rs.avg_duration * rs.count_executions END)
         / NULLIF(SUM(CASE WHEN rs.execution_type = 0 THEN rs.count_executions END), 0) / 1000.0 AS avg_duration_ms,
       CONVERT(float, MAX(CASE WHEN rs.execution_type = 0 THEN rs.max_duration END)) / 1000.0    AS max_duration_ms,
       CONVERT(varchar(20), SUM(CASE WHEN rs.execution_type <> 0 THEN rs.count_executions ELSE 0 END)) AS aborted_or_failed,
       MAX(rs.last_execution_time)                                             AS last_execution_time
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
    OR SUM(CASE WHEN rs.execution_type <> 0 THEN rs.count_executions ELSE 0 END) > 0
ORDER BY avg_duration_ms DESC;
