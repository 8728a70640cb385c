SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') AS view_server_state,
       HAS_PERMS_BY_NAME(N'msdb.dbo.backupset', 'OBJECT', 'SELECT') AS msdb_backupset,
       OBJECT_ID(N'dbo.OODALoopMetrics') AS ooda, OBJECT_ID(N'dbo.NoSuchTable') AS missing,
       CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS version, CONVERT(int, SERVERPROPERTY('EngineEdition')) AS engine_edition,
       CONVERT(int, SERVERPROPERTY('ProductMajorVersion')) AS major_version;
