/*
Purpose: the backup sets of a database of which the server does not find a file where it was written: they count for no plan. A file on a URL it cannot tell.
Right: SELECT in msdb on backupset, backupmediafamily; VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE). SQL Server 2017 and newer.
*/
SELECT CONVERT(varchar(36), s.backup_set_uuid) AS set_guid, COUNT(*) AS files
FROM msdb.dbo.backupset AS s
JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = s.media_set_id AND f.mirror = 0
OUTER APPLY sys.dm_os_file_exists(f.physical_device_name) AS e
WHERE s.database_name = @database AND s.backup_start_date >= DATEADD(DAY, -@days, GETDATE())
  AND f.device_type IN (2, 102) AND COALESCE(CONVERT(int, e.file_exists), 0) = 0
GROUP BY s.backup_set_uuid
