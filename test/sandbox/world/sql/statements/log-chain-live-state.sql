SELECT d.name AS database_name, d.recovery_model_desc, CONVERT(varchar(26), rs.last_log_backup_lsn) AS last_log_backup_lsn,
       CASE WHEN d.recovery_model_desc <> N'SIMPLE' AND rs.last_log_backup_lsn IS NULL THEN 1 ELSE 0 END AS pseudo_simple
FROM sys.databases AS d
LEFT JOIN sys.database_recovery_status AS rs ON rs.database_id = d.database_id
WHERE d.name IN (@db1, @db2, @db3)
ORDER BY d.name;
