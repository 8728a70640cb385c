SELECT d.name AS database_name, d.recovery_model_desc, d.state_desc, d.is_read_only,
       CASE WHEN rs.last_log_backup_lsn IS NULL THEN 0 ELSE 1 END AS log_chain_exists,
       (SELECT COUNT(*) FROM sys.dm_exec_requests AS r
        WHERE r.database_id = d.database_id AND r.command IN (N'BACKUP DATABASE', N'BACKUP LOG', N'RESTORE DATABASE', N'RESTORE LOG')) AS running_backups
FROM sys.databases AS d
LEFT JOIN sys.database_recovery_status AS rs ON rs.database_id = d.database_id
WHERE d.name = @database;
