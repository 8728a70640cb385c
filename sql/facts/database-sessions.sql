/*
Purpose: who uses a database: sessions, open transactions with the log they hold, and those that are rolling back.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE).
*/
SELECT CONVERT(int, s.session_id)                AS session_id,
       s.login_name                              AS login,
       s.program_name                            AS program,
       CONVERT(int, s.open_transaction_count)    AS open_transactions,
       CASE WHEN r.command LIKE N'%ROLLBACK%' OR r.status = N'rollback' THEN 1 ELSE 0 END AS rolling_back
FROM sys.dm_exec_sessions AS s
LEFT JOIN sys.dm_exec_requests AS r ON r.session_id = s.session_id
WHERE s.is_user_process = 1 AND s.database_id = DB_ID(@database)
