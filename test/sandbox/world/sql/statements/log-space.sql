SELECT CONVERT(float, u.total_log_size_in_bytes) / 1048576.0 AS total_mb, CONVERT(float, u.used_log_space_in_bytes) / 1048576.0 AS used_mb,
       u.used_log_space_in_percent AS used_percent, CONVERT(varchar(20), s.total_vlf_count) AS vlf_count, s.log_truncation_holdup_reason,
       CONVERT(varchar(23), s.log_backup_time, 126) AS log_backup_local
FROM sys.dm_db_log_space_usage AS u
CROSS JOIN sys.dm_db_log_stats(DB_ID()) AS s;
