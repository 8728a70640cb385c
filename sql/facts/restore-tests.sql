/*
Purpose: restores of backups of a database under another name, newest first: the only proof that they can be restored.
Right: SELECT in msdb on restorehistory and backupset.
*/
SELECT CONVERT(varchar(36), s.backup_set_uuid)        AS set_guid,
       h.destination_database_name                    AS destination,
       CONVERT(varchar(23), h.restore_date, 126)      AS restored_local,
       DATEDIFF(SECOND, h.restore_date, GETDATE())    AS age_seconds
FROM msdb.dbo.restorehistory AS h
JOIN msdb.dbo.backupset AS s ON s.backup_set_id = h.backup_set_id
WHERE s.database_name = @database AND h.destination_database_name <> @database
ORDER BY h.restore_date DESC
