/*
Purpose: the free space of the server's drives.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE). SQL Server 2017 and newer.
*/
SELECT v.fixed_drive_path AS mount, CONVERT(varchar(20), v.free_space_in_bytes) AS free_bytes
FROM sys.dm_os_enumerate_fixed_drives AS v
