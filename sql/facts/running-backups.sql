/*
Purpose: backups and restores that run now, of whatever tool: two of one database get in each other's way.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE).
*/
SELECT CONVERT(int, r.session_id) AS session_id, r.command, CONVERT(int, r.database_id) AS database_id, s.program_name,
       CONVERT(varchar(23), r.start_time, 126) AS started_local
FROM sys.dm_exec_requests AS r
JOIN sys.dm_exec_sessions AS s ON s.session_id = r.session_id
WHERE r.command LIKE N'BACKUP%' OR r.command LIKE N'RESTORE%'
