SELECT d.database_id, d.name, d.state_desc, d.user_access_desc, d.is_read_only, d.is_in_standby, d.recovery_model_desc,
       d.log_reuse_wait_desc, d.page_verify_option_desc
FROM sys.databases AS d
WHERE d.source_database_id IS NULL
  AND (@database IS NULL OR d.name = @database)
ORDER BY d.name;
