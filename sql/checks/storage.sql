/*
title: Volumes, files, log and tempdb have room
subsystem: SQL Server
target: sql-server
interval: 2m
timeout: 15s
runsOn: every
needs:
  - {right: VIEW SERVER STATE, until: 15}
  - {right: VIEW SERVER PERFORMANCE STATE, since: 16}
  - VIEW ANY DEFINITION
witness: the database's files in sys.master_files
parameters:
  truncationMinutes: 60
labels: [item]
values:
  kind: text
  used_percent: percent
  free_mb: MB
  size_mb: MB
  holding: flag
  note: text
rules:
  - alert: storage-full
    value: used_percent
    when: "> 80"
    recovers: "< 78"
    for: 5m
    keepFiringFor: 5m
    severity: warning
    summary: "{item} is {used_percent} full, {free_mb} free"
    remedy: >-
      When this is full, writing stops. Volume: find what grew, add space, and look whether old backups lie on it. A file at
      its limit: raise it or add a file. tempdb: look for the session that fills it (sys.dm_db_session_space_usage).
  - alert: storage-full
    value: used_percent
    when: "> 90"
    recovers: "< 88"
    for: 2m
    keepFiringFor: 5m
    severity: critical
    summary: "{item} is {used_percent} full, {free_mb} free"
  - alert: log-not-truncating
    value: holding
    when: "> 0"
    for: 10m
    keepFiringFor: 5m
    severity: warning
    summary: "The log cannot be reused because of {note}, {used_percent} full"
    remedy: >-
      The log grows until its disk is full. LOG_BACKUP: take the log backup that is due. ACTIVE_TRANSACTION: find whose is
      open (sys.dm_tran_session_transactions). AVAILABILITY_REPLICA: a replica is behind. Never switch the recovery model
      for it: that breaks the chain of backups.
onEmpty: unknown
onMissing: unknown
headline: "{worst(item by used_percent)} {max(used_percent)} full"
remedy: >-
  When a volume, a file at its size limit or the log is full, writing stops. Volume: find what grew, add space, and look whether
  old backups lie on it. Log: the note says what keeps it from being reused. ACTIVE_TRANSACTION is an open transaction
  (sys.dm_tran_session_transactions shows whose), LOG_BACKUP a log backup that is due, AVAILABILITY_REPLICA a replica that is
  behind. Never switch the recovery model to get rid of a log: it breaks the chain of backups. Files that may grow are judged by
  their volume, files at their limit or without growth by their own room. tempdb: look for the session that fills it
  (sys.dm_db_session_space_usage).
*/
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.item, found.kind, found.used_percent, found.free_mb, found.size_mb, found.holding, found.note
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             CASE WHEN (COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER PERFORMANCE STATE'), 0) = 1
                        OR COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER STATE'), 0) = 1)
                   AND COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DEFINITION'), 0) = 1 THEN 1 ELSE 0 END AS may_see,
             (SELECT COUNT(*) FROM sys.master_files AS w WHERE w.database_id = DB_ID()) AS witness) AS proof
LEFT JOIN (
  SELECT N'volume ' + v.volume_mount_point COLLATE DATABASE_DEFAULT AS item, N'volume' AS kind,
         100.0 * (1.0 - CONVERT(float, MIN(v.available_bytes)) / NULLIF(CONVERT(float, MAX(v.total_bytes)), 0)) AS used_percent,
         CONVERT(float, MIN(v.available_bytes)) / 1048576.0 AS free_mb,
         CONVERT(float, MAX(v.total_bytes)) / 1048576.0 AS size_mb,
         0 AS holding, CONVERT(nvarchar(60), NULL) AS note
  FROM sys.master_files AS f
  CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS v
  WHERE f.database_id IN (DB_ID(), 2)
  GROUP BY v.volume_mount_point
  UNION ALL
  -- pages of 8 KB; as bigint, since 2 TB in KB no longer fit an int
  SELECT N'file ' + f.name COLLATE DATABASE_DEFAULT, N'file',
         100.0 * CONVERT(float, FILEPROPERTY(f.name, 'SpaceUsed')) / NULLIF(CONVERT(float, CASE WHEN f.growth = 0 THEN f.size ELSE f.max_size END), 0),
         (CONVERT(float, CASE WHEN f.growth = 0 THEN f.size ELSE f.max_size END) - CONVERT(float, FILEPROPERTY(f.name, 'SpaceUsed'))) / 128.0,
         CONVERT(float, CASE WHEN f.growth = 0 THEN f.size ELSE f.max_size END) / 128.0,
         0, N'at its limit it stops growing'
  FROM sys.database_files AS f
  WHERE f.type = 0 AND (f.growth = 0 OR f.max_size > 0)
  UNION ALL
  SELECT N'log', N'log', CONVERT(float, u.used_log_space_in_percent),
         (CONVERT(float, u.total_log_size_in_bytes) - CONVERT(float, u.used_log_space_in_bytes)) / 1048576.0,
         CONVERT(float, u.total_log_size_in_bytes) / 1048576.0,
         CASE WHEN d.log_reuse_wait_desc IN (N'NOTHING', N'CHECKPOINT', N'XTP_CHECKPOINT', N'OLDEST_PAGE') THEN 0
              WHEN d.log_reuse_wait_desc = N'LOG_BACKUP' AND s.log_backup_time >= DATEADD(MINUTE, -@truncationMinutes, GETDATE()) THEN 0
              ELSE 1 END,
         d.log_reuse_wait_desc COLLATE DATABASE_DEFAULT
  FROM sys.dm_db_log_space_usage AS u
  CROSS JOIN sys.databases AS d
  CROSS APPLY sys.dm_db_log_stats(d.database_id) AS s
  WHERE d.database_id = DB_ID()
  UNION ALL
  SELECT N'tempdb', N'tempdb',
         100.0 * SUM(CONVERT(float, t.allocated_extent_page_count)) / NULLIF(SUM(CONVERT(float, t.total_page_count)), 0),
         SUM(CONVERT(float, t.unallocated_extent_page_count)) / 128.0, SUM(CONVERT(float, t.total_page_count)) / 128.0,
         0, CONVERT(nvarchar(60), NULL)
  FROM tempdb.sys.dm_db_file_space_usage AS t
) AS found ON 1 = 1
ORDER BY found.used_percent DESC;
