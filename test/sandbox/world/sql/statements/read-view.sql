SELECT TOP (@top) v.query_id, v.plan_id, v.module_name, v.query_sql_text, v.executions, v.avg_duration_ms, v.max_duration_ms, v.avg_cpu_ms, v.avg_logical_reads_8k, v.aborted_or_failed, v.last_execution_time
FROM dbo.vw_QueryPerformanceMetrics AS v
WHERE v.query_sql_text LIKE N'%' + @table + N'%'
ORDER BY v.avg_duration_ms DESC;
