/*
Purpose: the free space of the server's drives, and the size of those that hold a file of a database (NULL: not told of the others).
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE), VIEW ANY DEFINITION for the sizes. SQL Server 2017 and newer.
*/
SELECT v.fixed_drive_path AS mount, CONVERT(varchar(20), v.free_space_in_bytes) AS free_bytes,
       CONVERT(varchar(20), MAX(s.total_bytes)) AS total_bytes
FROM sys.dm_os_enumerate_fixed_drives AS v
LEFT JOIN (SELECT t.volume_mount_point, t.total_bytes
           FROM sys.master_files AS f
           CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS t) AS s ON s.volume_mount_point = v.fixed_drive_path
GROUP BY v.fixed_drive_path, v.free_space_in_bytes
