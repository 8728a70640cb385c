/*
Purpose: when the server last started, in UTC: counters begin anew there.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE). Without it the start is unknown, nothing more.
*/
SELECT CONVERT(varchar(23), DATEADD(MINUTE, DATEDIFF(MINUTE, GETDATE(), GETUTCDATE()), i.sqlserver_start_time), 126) AS started_utc
FROM sys.dm_os_sys_info AS i
