/*
Purpose: who uses a database, or holds a transaction open in it from elsewhere: whether it is the bot's own reader, whether the login is disabled, whether a queue started it, the log that open transactions hold, and what is rolling back.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE); VIEW ANY DEFINITION, to see which logins are disabled.
*/
SELECT CONVERT(int, s.session_id)                AS session_id,
       s.login_name                              AS login,
       s.program_name                            AS program,
       s.host_name                               AS host,
       CASE WHEN s.login_name = SUSER_SNAME() THEN 1 ELSE 0 END AS is_reader,
       CONVERT(int, COALESCE(p.is_disabled, 0))  AS login_disabled,
       CASE WHEN EXISTS (SELECT 1 FROM sys.dm_broker_activated_tasks AS a WHERE a.spid = s.session_id) THEN 1 ELSE 0 END AS activated,
       CONVERT(int, s.open_transaction_count)    AS open_transactions,
       CONVERT(varchar(20), COALESCE(t.log_bytes, 0)) AS log_bytes,
       CASE WHEN EXISTS (SELECT 1 FROM sys.dm_exec_requests AS r WHERE r.session_id = s.session_id
                         AND (r.command LIKE N'%ROLLBACK%' OR r.status = N'rollback')) THEN 1 ELSE 0 END AS rolling_back
FROM sys.dm_exec_sessions AS s
LEFT JOIN sys.server_principals AS p ON p.name = s.login_name
LEFT JOIN (SELECT st.session_id, SUM(dt.database_transaction_log_bytes_used + dt.database_transaction_log_bytes_reserved) AS log_bytes
           FROM sys.dm_tran_session_transactions AS st
           JOIN sys.dm_tran_database_transactions AS dt ON dt.transaction_id = st.transaction_id
           WHERE dt.database_id = DB_ID(@database)
           GROUP BY st.session_id) AS t ON t.session_id = s.session_id
WHERE s.is_user_process = 1 AND (s.database_id = DB_ID(@database) OR t.session_id IS NOT NULL)
ORDER BY s.session_id
