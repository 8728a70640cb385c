SELECT d.name AS database_name, d.recovery_model_desc, d.state_desc,
       DATEDIFF(MINUTE, b.last_full, GETDATE())      AS full_age_minutes,
       DATEDIFF(MINUTE, b.last_diff, GETDATE())      AS diff_age_minutes,
       DATEDIFF(MINUTE, b.last_log, GETDATE())       AS log_age_minutes,
       DATEDIFF(MINUTE, b.last_copy_only, GETDATE()) AS copy_only_age_minutes,
       COALESCE(b.no_checksum, 0)                    AS without_checksum
FROM sys.databases AS d
LEFT JOIN (
  SELECT bs.database_name,
         MAX(CASE WHEN bs.type = 'D' AND bs.is_copy_only = 0 THEN bs.backup_finish_date END) AS last_full,
         MAX(CASE WHEN bs.type = 'I' THEN bs.backup_finish_date END)                         AS last_diff,
         MAX(CASE WHEN bs.type = 'L' THEN bs.backup_finish_date END)                         AS last_log,
         MAX(CASE WHEN bs.type = 'D' AND bs.is_copy_only = 1 THEN bs.backup_finish_date END) AS last_copy_only,
         SUM(CASE WHEN bs.has_backup_checksums = 1 THEN 0 ELSE 1 END)                        AS no_checksum
  FROM msdb.dbo.backupset AS bs
  JOIN msdb.dbo.backupmediaset AS ms ON ms.media_set_id = bs.media_set_id
  WHERE bs.type IN ('D', 'I', 'L')
    AND bs.backup_finish_date >= DATEADD(DAY, -@lookbackDays, GETDATE())
    AND bs.server_name = CONVERT(nvarchar(128), SERVERPROPERTY('ServerName'))
    AND COALESCE(bs.is_damaged, 0) = 0
    AND COALESCE(bs.has_incomplete_metadata, 0) = 0
    AND COALESCE(bs.is_snapshot, 0) = 0
    AND (SELECT COUNT(DISTINCT f.family_sequence_number)
         FROM msdb.dbo.backupmediafamily AS f
         WHERE f.media_set_id = bs.media_set_id AND f.mirror = 0
           AND f.device_type IN (2, 9, 102) AND UPPER(f.physical_device_name) <> N'NUL') = ms.media_family_count
  GROUP BY bs.database_name
) AS b ON b.database_name = d.name
WHERE d.source_database_id IS NULL AND d.name <> N'tempdb' AND d.name LIKE @database
ORDER BY d.name;
