SELECT r.session_id, r.command, r.status, r.wait_type, r.total_elapsed_time AS elapsed_ms, r.percent_complete, DB_NAME(r.database_id) AS database_name
FROM sys.dm_exec_requests AS r
JOIN sys.dm_exec_sessions AS s ON s.session_id = r.session_id
WHERE s.is_user_process = 1 AND r.session_id <> @@SPID AND r.total_elapsed_time >= @minMs
  AND r.command NOT IN (N'BACKUP DATABASE', N'BACKUP LOG', N'RESTORE DATABASE', N'RESTORE LOG') AND r.command NOT LIKE N'DBCC%'
  AND COALESCE(r.wait_type, N'') NOT LIKE N'BROKER%'
ORDER BY r.total_elapsed_time DESC;
