SELECT CONVERT(varchar(20), p.query_id) AS query_id, CONVERT(varchar(20), p.plan_id) AS plan_id,
       CONVERT(varchar(20), p.force_failure_count) AS failures, p.last_force_failure_reason_desc
FROM sys.query_store_plan AS p WHERE p.is_forced_plan = 1 AND p.force_failure_count > 0;
