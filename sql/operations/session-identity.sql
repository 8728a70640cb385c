/*
Purpose: which session of which server a run has: what its lock and a KILL later name.
Right: none; everyone sees their own session.
*/
SELECT CONVERT(int, s.session_id) AS session_id, CONVERT(varchar(23), s.login_time, 126) AS login_time,
       CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name
FROM sys.dm_exec_sessions AS s
WHERE s.session_id = @@SPID
