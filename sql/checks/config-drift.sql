/*
title: Settings are as agreed
subsystem: SQL Server
target: sql-server
interval: 10m
timeout: 15s
runsOn: primary
needs:
  - {right: VIEW SERVER STATE, until: 15}
  - {right: VIEW SERVER PERFORMANCE STATE, since: 16}
  - {right: VIEW SERVER SECURITY STATE, since: 16}
witness: the settings of the server and of the database
parameters:
  clrEnabled: 1
  clrStrictSecurity: 1
  maxServerMemoryMb: 81920
  brokerEnabled: 1
  trustworthy: 0
  recoveryModel: FULL
  queryStoreMaxMb: 10240
  queryStoreIntervalMinutes: 5
labels: [setting]
values:
  wanted: text
  actual: text
  drifted: flag
rules:
  - alert: config-drift
    value: drifted
    when: "> 0"
    for: 10m
    keepFiringFor: 10m
    severity: warning
    summary: "{setting} is {actual}, agreed is {wanted}"
onEmpty: unknown
onMissing: unknown
minVersion: 14
headline: "{sum(drifted)} of {count()} settings differ"
remedy: >-
  A setting differs from what the deployment guide and this file's parameters agree on. Either someone changed it, or what was
  agreed is out of date: put the right value under parameters of this check in hart.yml. Not yet in use means that a restart or
  RECONFIGURE is due. TRUSTWORTHY on lets code of this database act on the whole server; the product's own deployment switches
  it on and clr strict security off, against the guide: agree on one. Set maxServerMemoryMb to 0 to ask only for some limit.
  Connections without encryption and sessions as sa are counted as they are at this moment; shared memory is not encrypted and
  does not count.
*/
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.setting, found.wanted, found.actual, found.drifted
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             CASE WHEN COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER STATE'), 0) = 1
                    OR (COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER PERFORMANCE STATE'), 0) = 1
                        AND COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER SECURITY STATE'), 0) = 1) THEN 1 ELSE 0 END AS may_see,
             (SELECT COUNT(*) FROM sys.configurations AS c CROSS JOIN sys.databases AS w
              WHERE c.name = N'clr enabled' AND w.database_id = DB_ID()) AS witness) AS proof
LEFT JOIN (
  SELECT N'clr enabled' AS setting, CONVERT(nvarchar(60), @clrEnabled) AS wanted,
         CONVERT(nvarchar(12), CONVERT(int, c.value_in_use))
           + CASE WHEN CONVERT(int, c.value) <> CONVERT(int, c.value_in_use)
                  THEN N' (' + CONVERT(nvarchar(12), CONVERT(int, c.value)) + N' is not yet in use)' ELSE N'' END AS actual,
         CASE WHEN CONVERT(int, c.value_in_use) <> @clrEnabled OR CONVERT(int, c.value) <> CONVERT(int, c.value_in_use) THEN 1 ELSE 0 END AS drifted
  FROM sys.configurations AS c WHERE c.name = N'clr enabled'
  UNION ALL
  SELECT N'clr strict security', CONVERT(nvarchar(60), @clrStrictSecurity),
         CONVERT(nvarchar(12), CONVERT(int, c.value_in_use))
           + CASE WHEN CONVERT(int, c.value) <> CONVERT(int, c.value_in_use)
                  THEN N' (' + CONVERT(nvarchar(12), CONVERT(int, c.value)) + N' is not yet in use)' ELSE N'' END,
         CASE WHEN CONVERT(int, c.value_in_use) <> @clrStrictSecurity OR CONVERT(int, c.value) <> CONVERT(int, c.value_in_use) THEN 1 ELSE 0 END
  FROM sys.configurations AS c WHERE c.name = N'clr strict security'
  UNION ALL
  SELECT N'max server memory (MB)', CASE WHEN @maxServerMemoryMb = 0 THEN N'some limit' ELSE CONVERT(nvarchar(60), @maxServerMemoryMb) END,
         CONVERT(nvarchar(12), CONVERT(int, c.value_in_use))
           + CASE WHEN CONVERT(int, c.value) <> CONVERT(int, c.value_in_use)
                  THEN N' (' + CONVERT(nvarchar(12), CONVERT(int, c.value)) + N' is not yet in use)' ELSE N'' END,
         CASE WHEN @maxServerMemoryMb = 0 AND CONVERT(int, c.value_in_use) = 2147483647 THEN 1
              WHEN @maxServerMemoryMb <> 0 AND CONVERT(int, c.value_in_use) <> @maxServerMemoryMb THEN 1
              WHEN CONVERT(int, c.value) <> CONVERT(int, c.value_in_use) THEN 1 ELSE 0 END
  FROM sys.configurations AS c WHERE c.name = N'max server memory (MB)'
  UNION ALL
  SELECT N'service broker', CASE WHEN @brokerEnabled = 1 THEN N'on' ELSE N'off' END,
         CASE WHEN d.is_broker_enabled = 1 THEN N'on' ELSE N'off' END,
         CASE WHEN CONVERT(int, d.is_broker_enabled) <> @brokerEnabled THEN 1 ELSE 0 END
  FROM sys.databases AS d WHERE d.database_id = DB_ID()
  UNION ALL
  SELECT N'TRUSTWORTHY', CASE WHEN @trustworthy = 1 THEN N'on' ELSE N'off' END,
         CASE WHEN d.is_trustworthy_on = 1 THEN N'on' ELSE N'off' END,
         CASE WHEN CONVERT(int, d.is_trustworthy_on) <> @trustworthy THEN 1 ELSE 0 END
  FROM sys.databases AS d WHERE d.database_id = DB_ID()
  UNION ALL
  SELECT N'recovery model', CONVERT(nvarchar(60), @recoveryModel),
         CASE d.recovery_model WHEN 1 THEN N'FULL' WHEN 2 THEN N'BULK_LOGGED' ELSE N'SIMPLE' END,
         CASE WHEN CASE d.recovery_model WHEN 1 THEN N'FULL' WHEN 2 THEN N'BULK_LOGGED' ELSE N'SIMPLE' END <> @recoveryModel THEN 1 ELSE 0 END
  FROM sys.databases AS d WHERE d.database_id = DB_ID()
  UNION ALL
  SELECT N'Query Store', N'on', CASE WHEN d.is_query_store_on = 1 THEN N'on' ELSE N'off' END,
         CASE WHEN d.is_query_store_on = 1 THEN 0 ELSE 1 END
  FROM sys.databases AS d WHERE d.database_id = DB_ID()
  UNION ALL
  SELECT N'Query Store size (MB)', CONVERT(nvarchar(60), @queryStoreMaxMb), CONVERT(nvarchar(20), o.max_storage_size_mb),
         CASE WHEN o.max_storage_size_mb <> @queryStoreMaxMb THEN 1 ELSE 0 END
  FROM sys.database_query_store_options AS o
  UNION ALL
  SELECT N'Query Store interval (minutes)', CONVERT(nvarchar(60), @queryStoreIntervalMinutes), CONVERT(nvarchar(20), o.interval_length_minutes),
         CASE WHEN o.interval_length_minutes <> @queryStoreIntervalMinutes THEN 1 ELSE 0 END
  FROM sys.database_query_store_options AS o
  UNION ALL
  SELECT N'Query Store capture and cleanup', N'AUTO, AUTO',
         CASE o.query_capture_mode WHEN 1 THEN N'ALL' WHEN 2 THEN N'AUTO' WHEN 3 THEN N'NONE' ELSE N'CUSTOM' END
           + CASE WHEN o.size_based_cleanup_mode = 1 THEN N', AUTO' ELSE N', OFF' END,
         CASE WHEN o.query_capture_mode IN (2, 4) AND o.size_based_cleanup_mode = 1 THEN 0 ELSE 1 END
  FROM sys.database_query_store_options AS o
  UNION ALL
  SELECT N'connections without encryption', N'0', CONVERT(nvarchar(12), COUNT(*)), CASE WHEN COUNT(*) > 0 THEN 1 ELSE 0 END
  FROM sys.dm_exec_connections AS n
  WHERE n.parent_connection_id IS NULL AND n.net_transport = N'TCP' AND n.encrypt_option = N'FALSE'
  UNION ALL
  SELECT N'sessions as sa', N'0', CONVERT(nvarchar(12), COUNT(*)), CASE WHEN COUNT(*) > 0 THEN 1 ELSE 0 END
  FROM sys.dm_exec_sessions AS s
  WHERE s.is_user_process = 1 AND s.session_id <> @@SPID AND (s.login_name = N'sa' OR s.security_id = 0x01)
) AS found ON 1 = 1
ORDER BY found.drifted DESC, found.setting;
