SELECT r.session_id, r.blocking_session_id, r.wait_type, r.wait_time AS wait_ms, r.wait_resource, r.command,
       DB_NAME(r.database_id) AS database_name, w.login_name, w.host_name, w.program_name,
       b.login_name AS blocker_login, b.host_name AS blocker_host, b.program_name AS blocker_program, b.status AS blocker_status,
       b.open_transaction_count AS blocker_open_tran,
       CASE WHEN br.session_id IS NULL THEN 1 ELSE 0 END AS blocker_is_idle,
       LEFT(st.text, 400) AS blocker_last_sql
FROM sys.dm_exec_requests AS r
LEFT JOIN sys.dm_exec_sessions AS w ON w.session_id = r.session_id
LEFT JOIN sys.dm_exec_sessions AS b ON b.session_id = r.blocking_session_id
LEFT JOIN sys.dm_exec_requests AS br ON br.session_id = r.blocking_session_id
LEFT JOIN sys.dm_exec_connections AS c ON c.session_id = r.blocking_session_id AND c.parent_connection_id IS NULL
OUTER APPLY sys.dm_exec_sql_text(c.most_recent_sql_handle) AS st
WHERE r.blocking_session_id <> 0 AND r.blocking_session_id <> r.session_id
  AND r.wait_time >= @minWaitMs AND r.session_id <> @@SPID
ORDER BY r.wait_time DESC;
