SELECT DB_NAME(drs.database_id) AS database_name_local, d.name AS database_name, ar.replica_server_name, drs.is_local, drs.is_primary_replica,
       drs.synchronization_state_desc, drs.synchronization_health_desc, drs.is_suspended, drs.suspend_reason_desc,
       CONVERT(float, drs.log_send_queue_size) AS log_send_queue_kb, CONVERT(float, drs.redo_queue_size) AS redo_queue_kb,
       CONVERT(float, drs.redo_queue_size) / NULLIF(drs.redo_rate, 0) AS redo_seconds,
       CONVERT(int, drs.secondary_lag_seconds) AS secondary_lag_seconds,
       DATEDIFF(SECOND, drs.last_commit_time, p.last_commit_time) AS commit_lag_seconds,
       CONVERT(varchar(26), drs.last_hardened_lsn) AS last_hardened_lsn
FROM sys.dm_hadr_database_replica_states AS drs
JOIN sys.availability_replicas AS ar ON ar.replica_id = drs.replica_id
LEFT JOIN sys.databases AS d ON d.group_database_id = drs.group_database_id
LEFT JOIN sys.dm_hadr_database_replica_states AS p ON p.group_database_id = drs.group_database_id AND p.is_primary_replica = 1
ORDER BY ar.replica_server_name;
