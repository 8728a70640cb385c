SELECT s.session_id, s.login_name, s.host_name, s.program_name, s.status, s.open_transaction_count,
       DATEDIFF(MINUTE, s.last_request_end_time, GETDATE()) AS idle_minutes
FROM sys.dm_exec_sessions AS s
WHERE s.is_user_process = 1 AND s.session_id <> @@SPID AND s.open_transaction_count > 0 AND s.status = N'sleeping'
  AND s.last_request_end_time <= DATEADD(SECOND, -@minSeconds, GETDATE())
ORDER BY idle_minutes DESC;
