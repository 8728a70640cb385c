/** What `sql/install/` adds to the product: the view over Query Store that its guide asks for, in T-SQL. */
export const queryPerformanceView = `CREATE OR ALTER VIEW dbo.vw_QueryPerformanceMetrics AS
SELECT q.query_id, p.plan_id, OBJECT_NAME(CONVERT(int, q.object_id)) AS module_name, qt.query_sql_text,
       SUM(rs.count_executions) AS executions,
       SUM(rs.avg_duration * rs.count_executions) / NULLIF(SUM(rs.count_executions), 0) / 1000.0 AS avg_duration_ms,
       CONVERT(float, MAX(rs.max_duration)) / 1000.0 AS max_duration_ms,
       SUM(rs.avg_cpu_time * rs.count_executions) / NULLIF(SUM(rs.count_executions), 0) / 1000.0 AS avg_cpu_ms,
       SUM(rs.avg_logical_io_reads * rs.count_executions) / NULLIF(SUM(rs.count_executions), 0) AS avg_logical_reads_8k,
       SUM(CASE WHEN rs.execution_type <> 0 THEN rs.count_executions ELSE 0 END) AS aborted_or_failed,
       MAX(rs.last_execution_time) AS last_execution_time
FROM sys.query_store_query AS q
JOIN sys.query_store_query_text AS qt ON qt.query_text_id = q.query_text_id
JOIN sys.query_store_plan AS p ON p.query_id = q.query_id
JOIN sys.query_store_runtime_stats AS rs ON rs.plan_id = p.plan_id
JOIN sys.query_store_runtime_stats_interval AS i ON i.runtime_stats_interval_id = rs.runtime_stats_interval_id
WHERE i.end_time >= DATEADD(HOUR, -24, SYSDATETIMEOFFSET())
GROUP BY q.query_id, p.plan_id, q.object_id, qt.query_sql_text;`;
