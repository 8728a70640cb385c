SELECT SUM(rs.count_executions) AS executions FROM sys.query_store_plan p JOIN sys.query_store_runtime_stats rs ON rs.plan_id=p.plan_id
WHERE p.query_plan LIKE N'%IndexKind="Spatial"%';
