/*
Purpose: the backup sets of a database again, by the operator, while the reader is kept out: the tail has changed the list.
Right: SELECT in msdb on backupset, backupmediaset, backupmediafamily.
*/
SELECT CONVERT(varchar(36), s.backup_set_uuid)           AS set_guid,
       s.database_name                                   AS database_name,
       s.server_name                                     AS server_name,
       s.type                                            AS type,
       CONVERT(varchar(23), s.backup_start_date, 126)    AS started_local,
       CONVERT(varchar(23), s.backup_finish_date, 126)   AS finished_local,
       CONVERT(varchar(26), s.first_lsn)                 AS first_lsn,
       CONVERT(varchar(26), s.last_lsn)                  AS last_lsn,
       CONVERT(varchar(26), s.checkpoint_lsn)            AS checkpoint_lsn,
       CONVERT(varchar(26), s.database_backup_lsn)       AS database_backup_lsn,
       CONVERT(varchar(26), s.differential_base_lsn)     AS differential_base_lsn,
       CONVERT(varchar(36), s.differential_base_guid)    AS differential_base_guid,
       CONVERT(varchar(36), s.family_guid)               AS family_guid,
       CONVERT(varchar(36), s.database_guid)             AS database_guid,
       CONVERT(varchar(36), s.first_recovery_fork_guid)  AS first_fork_guid,
       CONVERT(varchar(36), s.last_recovery_fork_guid)   AS last_fork_guid,
       CONVERT(varchar(26), s.fork_point_lsn)            AS fork_point_lsn,
       CONVERT(int, s.is_copy_only)                      AS is_copy_only,
       CONVERT(int, s.is_damaged)                        AS is_damaged,
       CONVERT(int, s.is_snapshot)                       AS is_snapshot,
       CONVERT(int, s.has_backup_checksums)              AS has_checksums,
       CONVERT(int, s.has_bulk_logged_data)              AS has_bulk_logged_data,
       CONVERT(int, s.has_incomplete_metadata)           AS has_incomplete_metadata,
       CONVERT(int, s.begins_log_chain)                  AS begins_log_chain,
       s.recovery_model                                  AS recovery_model,
       CONVERT(int, s.time_zone)                         AS time_zone,
       CONVERT(varchar(20), CONVERT(bigint, s.backup_size)) AS bytes,
       CONVERT(varchar(100), s.encryptor_thumbprint, 1)  AS encryptor_thumbprint,
       CONVERT(int, s.position)                          AS position,
       CONVERT(int, m.media_family_count)                AS family_count,
       CONVERT(int, f.family_sequence_number)            AS family_sequence,
       CONVERT(int, f.device_type)                       AS device_type,
       CONVERT(int, f.mirror)                            AS mirror,
       f.physical_device_name                            AS file_name
FROM msdb.dbo.backupset AS s
JOIN msdb.dbo.backupmediaset AS m ON m.media_set_id = s.media_set_id
JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = s.media_set_id AND f.mirror = 0
WHERE s.database_name = @database AND s.backup_start_date >= DATEADD(DAY, -@days, GETDATE())
ORDER BY s.backup_set_id, f.family_sequence_number
