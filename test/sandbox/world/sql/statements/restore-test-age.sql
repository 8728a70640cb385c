SELECT rh.destination_database_name, MAX(rh.restore_date) AS last_restore_local,
       DATEDIFF(DAY, MAX(rh.restore_date), GETDATE()) AS age_days
FROM msdb.dbo.restorehistory AS rh
JOIN msdb.dbo.backupset AS bs ON bs.backup_set_id = rh.backup_set_id
WHERE bs.database_name = @database AND rh.restore_type IN ('D', 'I', 'L')
GROUP BY rh.destination_database_name;
