SELECT bs.backup_set_id, bs.backup_set_uuid, bs.media_set_id, bs.position, bs.type,
       bs.database_name, bs.server_name, bs.recovery_model,
       CONVERT(varchar(26), bs.first_lsn)             AS first_lsn,
       CONVERT(varchar(26), bs.last_lsn)              AS last_lsn,
       CONVERT(varchar(26), bs.checkpoint_lsn)        AS checkpoint_lsn,
       CONVERT(varchar(26), bs.database_backup_lsn)   AS database_backup_lsn,
       CONVERT(varchar(26), bs.differential_base_lsn) AS differential_base_lsn,
       CONVERT(varchar(26), bs.fork_point_lsn)        AS fork_point_lsn,
       bs.differential_base_guid, bs.family_guid, bs.database_guid, bs.first_recovery_fork_guid, bs.last_recovery_fork_guid,
       CONVERT(varchar(23), bs.backup_start_date, 126)  AS start_local,
       CONVERT(varchar(23), bs.backup_finish_date, 126) AS finish_local,
       bs.time_zone, DATEDIFF(MINUTE, GETUTCDATE(), GETDATE()) AS server_offset_minutes_now,
       bs.is_copy_only, bs.is_damaged, bs.is_snapshot, bs.has_incomplete_metadata, bs.has_backup_checksums,
       bs.has_bulk_logged_data, bs.begins_log_chain,
       CONVERT(varchar(20), bs.backup_size)            AS backup_size,
       CONVERT(varchar(20), bs.compressed_backup_size) AS compressed_backup_size,
       bs.software_major_version, bs.encryptor_type, bs.encryptor_thumbprint,
       ms.media_family_count,
       f.family_sequence_number, f.mirror, f.device_type, f.physical_device_name
FROM msdb.dbo.backupset AS bs
JOIN msdb.dbo.backupmediaset AS ms ON ms.media_set_id = bs.media_set_id
LEFT JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = bs.media_set_id
WHERE bs.database_name = @database
  AND bs.type IN ('D', 'I', 'L')
  AND bs.backup_finish_date >= CAST(@sinceLocal AS datetime)
ORDER BY bs.first_lsn, bs.last_lsn, bs.backup_set_id, f.mirror, f.family_sequence_number;
