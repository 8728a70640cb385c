/*
Purpose: the memory that the server may still take: target less what it has committed.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE).
*/
SELECT CONVERT(varchar(20), (i.committed_target_kb - i.committed_kb) * 1024) AS free_bytes
FROM sys.dm_os_sys_info AS i
