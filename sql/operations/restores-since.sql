/*
Purpose: what was restored into a database since a moment, by msdb: after a crash it says how far a run came.
Right: SELECT in msdb on restorehistory and backupset.
*/
SELECT CONVERT(varchar(36), s.backup_set_uuid)      AS set_guid,
       r.restore_type                               AS type,
       CONVERT(varchar(23), r.restore_date, 126)    AS restored_local,
       CONVERT(int, r.recovery)                     AS recovery
FROM msdb.dbo.restorehistory AS r
LEFT JOIN msdb.dbo.backupset AS s ON s.backup_set_id = r.backup_set_id
WHERE r.destination_database_name = @database AND r.restore_date >= CONVERT(datetime, @since, 126)
ORDER BY r.restore_history_id
