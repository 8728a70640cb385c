/*
title: SQL Server and its databases are open
subsystem: SQL Server
target: sql-server
interval: 30s
timeout: 5s
runsOn: any
needs: [VIEW ANY DATABASE]
witness: the databases in sys.databases
parameters:
  restartMinutes: 15
labels: [database]
values:
  online: flag
  state: text
  access: text
  read_only: flag
  recovery_model: text
  release: text
  version: text
  edition: text
  engine_edition: number
  uptime_minutes: minutes
  restarted: flag
rules:
  - alert: database-not-online
    value: online
    when: "< 1"
    for: 1m
    keepFiringFor: 1m
    severity: critical
    summary: "Database {database} is {state}"
    remedy: >-
      Nobody can use this database. A restore that is still running or a full disk are the usual causes: look at the
      server's error log first. RECOVERY_PENDING or SUSPECT needs a DBA before anyone restarts anything.
  - alert: database-restricted
    value: read_only
    when: "> 0"
    for: 5m
    keepFiringFor: 5m
    severity: warning
    summary: "Database {database} takes no writes or not everyone in ({access})"
    remedy: >-
      It is read only, or not open to everyone: usually a maintenance that was not taken back. Ask who is at work on it
      before setting it to READ_WRITE or MULTI_USER.
  - alert: sql-server-restarted
    value: restarted
    when: "> 0"
    for: 0s
    severity: warning
    summary: "SQL Server started {uptime_minutes} ago"
    remedy: >-
      What ran was broken off, and caches are cold. See that the queues, the OODA loop and the workers go on by themselves,
      and in the error log why it restarted, unless someone meant to.
onEmpty: unknown
onMissing: unknown
headline: "{first(release)}, up {max(uptime_minutes)}"
remedy: >-
  The server or one of its databases is not in its normal state. Usual causes are a restart, a full disk, a restore that is
  still running or a maintenance that set the database to single user or read only. Look at the server's error log first; a
  database in RECOVERY_PENDING or SUSPECT needs a DBA before anyone restarts anything. After a restart, see that the queues and
  the OODA loop go on by themselves. Without the right to see other databases only the bot's own database and master are listed,
  and the check is unknown for want of that right.
*/
SELECT proof.server_name, proof.server_utc, proof.started_utc, proof.may_see, proof.witness,
       found.[database], found.online, found.state, found.access, found.read_only, found.recovery_model,
       proof.release, proof.version, proof.edition, proof.engine_edition, proof.uptime_minutes,
       -- once, on the row of the database itself
       CASE WHEN found.[database] = DB_NAME() AND proof.uptime_minutes < @restartMinutes THEN 1 ELSE 0 END AS restarted
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             -- tempdb is created at every start, and its row is visible without VIEW SERVER STATE
             CONVERT(varchar(23), DATEADD(MINUTE, DATEDIFF(MINUTE, GETDATE(), GETUTCDATE()), started.create_date), 126) AS started_utc,
             DATEDIFF(SECOND, started.create_date, GETDATE()) / 60 AS uptime_minutes,
             COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DATABASE'), 0) AS may_see,
             (SELECT COUNT(*) FROM sys.databases AS w WHERE w.name = DB_NAME()) AS witness,
             CASE CONVERT(int, SERVERPROPERTY('ProductMajorVersion'))
               WHEN 13 THEN N'2016' WHEN 14 THEN N'2017' WHEN 15 THEN N'2019' WHEN 16 THEN N'2022' WHEN 17 THEN N'2025' ELSE N'SQL Server' END
               + COALESCE(N' ' + CONVERT(nvarchar(128), SERVERPROPERTY('ProductUpdateLevel')), N'')
               + N' ' + REPLACE(CONVERT(nvarchar(128), SERVERPROPERTY('Edition')), N' Edition (64-bit)', N'') AS release,
             CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS version,
             CONVERT(nvarchar(128), SERVERPROPERTY('Edition')) AS edition,
             CONVERT(int, SERVERPROPERTY('EngineEdition')) AS engine_edition
      FROM (SELECT MAX(t.create_date) AS create_date FROM sys.databases AS t WHERE t.name = N'tempdb') AS started) AS proof
LEFT JOIN (SELECT d.name AS [database],
                  CASE WHEN d.state_desc = N'ONLINE' THEN 1 ELSE 0 END AS online,
                  d.state_desc AS state,
                  d.user_access_desc AS access,
                  CASE WHEN d.is_read_only = 1 OR d.user_access_desc <> N'MULTI_USER' THEN 1 ELSE 0 END AS read_only,
                  d.recovery_model_desc AS recovery_model
           FROM sys.databases AS d
           WHERE d.name IN (DB_NAME(), N'master', N'msdb', N'tempdb')) AS found ON 1 = 1
ORDER BY CASE WHEN found.[database] = DB_NAME() THEN 0 ELSE 1 END, found.[database];
