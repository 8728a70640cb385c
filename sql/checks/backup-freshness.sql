/*
title: Backups are recent enough, and their chain holds
subsystem: Backups
target: sql-server
interval: 2m
timeout: 30s
runsOn: every
pooled: freshness
needs:
  - {right: SELECT, object: msdb.dbo.backupset}
  - {right: SELECT, object: msdb.dbo.backupmediaset}
  - {right: SELECT, object: msdb.dbo.backupmediafamily}
  - {right: SELECT, object: msdb.dbo.restorehistory}
  - VIEW ANY DATABASE
  - {right: VIEW SERVER STATE, until: 15}
  - {right: VIEW SERVER PERFORMANCE STATE, since: 16}
witness: the databases, and a backup history of one's own (a managed instance keeps none)
parameters:
  lookbackDays: 14
labels: [database]
values:
  expects: text
  full_age_minutes: minutes
  diff_age_minutes: minutes
  log_age_minutes: minutes
  full_overdue_minutes: minutes
  diff_exposed_minutes: minutes
  log_exposed_minutes: minutes
  log_overdue_minutes: minutes
  none_counts: flag
  none_why: text
  none_words: text
  full_finished_local: text
  diff_finished_local: text
  log_finished_local: text
  copy_only_age_minutes: minutes
  chain_broken: flag
  chain_why: text
  files_unseen: count
  without_checksum: count
  damaged: count
  full_day_mb: MB
  diff_day_mb: MB
  log_day_mb: MB
  histories_part: flag
  histories_why: text
rules:
  - alert: no-backup-counts
    value: none_counts
    when: "> 0"
    for: 2m
    severity: critical
    summary: "No full backup of {database} counts: {none_why}"
    remedy: >-
      If the server were lost now, nothing since the last restore could be had back, or nothing at all. Take a full backup now:
      differentials and log backups count only after it. Damaged ones, snapshots, and those of a history that was left do not count.
  - alert: full-backup-overdue
    value: full_overdue_minutes
    when: "> 1500"
    for: 2m
    severity: warning
    summary: "The last full backup of {database} that counts is {full_age_minutes} old"
  - alert: full-backup-overdue
    value: full_overdue_minutes
    when: "> 2940"
    for: 2m
    severity: critical
    summary: "The last full backup of {database} that counts is {full_age_minutes} old"
  - alert: diff-backup-overdue
    value: diff_exposed_minutes
    when: "> 420"
    for: 2m
    severity: warning
    summary: "The last differential (or newer full) backup of {database} is {diff_age_minutes} old"
  - alert: diff-backup-overdue
    value: diff_exposed_minutes
    when: "> 840"
    for: 2m
    severity: critical
    summary: "The last differential (or newer full) backup of {database} is {diff_age_minutes} old"
  - alert: log-backup-overdue
    value: log_overdue_minutes
    when: "> 15"
    for: 2m
    severity: warning
    summary: "The last log backup of {database} is {log_age_minutes} old: that much would be lost now"
  - alert: log-backup-overdue
    value: log_overdue_minutes
    when: "> 30"
    for: 2m
    severity: critical
    summary: "The last log backup of {database} is {log_age_minutes} old: that much would be lost now"
  - alert: log-chain-broken
    value: chain_broken
    when: "> 0"
    for: 2m
    severity: critical
    summary: "The log chain of {database} is broken: {chain_why}"
    remedy: >-
      Nothing after the break can be restored, though log backups may go on running. Someone switched the recovery model, or
      another tool took a log backup. Take a full or differential backup at once: it starts the chain anew; then find out
      who it was.
  - alert: backup-files-missing
    value: files_unseen
    when: "> 0"
    for: 2m
    severity: critical
    summary: "Backup files of {database} that are not where the history says: {files_unseen}"
    remedy: >-
      The history tells of backups whose files the server does not find: a restore that needs them fails. Look whether they
      were moved, deleted too early, or lie on a share that is away; put them back, or take a full backup now.
  - alert: backup-damaged
    value: damaged
    when: "> 0"
    for: 0s
    severity: critical
    summary: "Newer backups of {database} that were written damaged and do not count: {damaged}"
    remedy: >-
      These sets were written with errors on the way and cannot be relied on, so the newest sound backup is older than it
      looks. Look at the disk they were written to, run the check integrity, and take the backup again, with checksums.
  - alert: two-primaries
    value: histories_part
    when: "> 0"
    for: 2m
    severity: critical
    summary: "{database} has two primaries, each on a recovery fork of its own: {histories_why}"
    remedy: >-
      A failover was forced and the old primary goes on: backups of one are worth nothing for the other. Only a DBA can say which is
      kept: stop what writes to the other, save what it alone has, and make it a secondary (SET (ROLE = SECONDARY)). Until then the
      worse of both counts.
onEmpty: unknown
onMissing: unknown
headline: "full {max(full_age_minutes)}, differential {max(diff_age_minutes)}, log {max(log_age_minutes)} old{first(none_words)}"
operation: backup
remedy: >-
  If the server were lost now, everything since the newest sound backup would be lost with it. Usual causes: the Agent or its
  job is stopped, the backup disk is full, someone switched the recovery model, or another tool took a backup. Look at the
  Agent's job history, then take what is overdue. After a broken log chain take a full or differential backup at once: it starts
  the chain anew. A set counts only if it was made by this server, of this database on its present recovery fork, undamaged,
  with all its media, on disk or URL; snapshots and backups to NUL never count, a copy-only full is no base for differentials,
  and a differential counts only while its base does. A newer full satisfies the differential. Where no log backup
  counts yet, its age is that of the full or differential before it; where no full counts, there are no ages, and what is exposed
  counts from the last restore, or from the making of the database. Where a file is on a URL the server cannot tell whether it is there: files_unseen is then not known.
  The ages are by the server's local clock, as msdb keeps it, and jump by an hour with daylight saving time. In an availability
  group each replica knows only its own backups: name all of them (sqlServer.replicas), and the newest of any counts that is on the recovery
  fork of the primary.
  System databases are expected to have full backups only: their other ages are
  empty and their exposure is nothing. The sizes are of what was made in the last 24 hours, compressed where it is.
*/
WITH usable AS (
  SELECT bs.backup_set_id, bs.backup_set_uuid, bs.media_set_id, bs.database_name, bs.backup_finish_date, bs.first_lsn, bs.last_lsn,
         bs.is_copy_only, bs.differential_base_guid, bs.has_backup_checksums,
         COALESCE(bs.compressed_backup_size, bs.backup_size) / 1048576.0 AS mb,
         CASE WHEN bs.type = 'D' AND bs.is_copy_only = 1 THEN 'C' ELSE bs.type END AS kind
  FROM msdb.dbo.backupset AS bs
  JOIN msdb.dbo.backupmediaset AS ms ON ms.media_set_id = bs.media_set_id
  JOIN sys.databases AS d ON d.name = bs.database_name
  JOIN sys.database_recovery_status AS rs ON rs.database_id = d.database_id
  WHERE bs.type IN ('D', 'I', 'L')
    AND d.name IN (DB_NAME(), N'master', N'msdb')
    AND bs.backup_finish_date >= DATEADD(DAY, -@lookbackDays, GETDATE())
    AND bs.server_name = CONVERT(nvarchar(128), SERVERPROPERTY('ServerName'))
    AND bs.family_guid = rs.family_guid
    AND bs.last_recovery_fork_guid = rs.recovery_fork_guid
    AND COALESCE(bs.is_damaged, 0) = 0
    AND COALESCE(bs.has_incomplete_metadata, 0) = 0
    AND COALESCE(bs.is_snapshot, 0) = 0
    AND (SELECT COUNT(DISTINCT f.family_sequence_number)
         FROM msdb.dbo.backupmediafamily AS f
         WHERE f.media_set_id = bs.media_set_id AND f.mirror = 0
           AND f.device_type IN (2, 9, 102) AND UPPER(f.physical_device_name) <> N'NUL') = ms.media_family_count
),
counted AS (
  SELECT u.backup_set_id, u.backup_set_uuid, u.media_set_id, u.database_name, u.backup_finish_date, u.first_lsn, u.last_lsn, u.is_copy_only, u.kind,
         u.has_backup_checksums, CASE WHEN u.backup_finish_date >= DATEADD(DAY, -1, GETDATE()) THEN u.mb ELSE 0 END AS day_mb,
         ROW_NUMBER() OVER (PARTITION BY u.database_name, u.kind ORDER BY u.last_lsn DESC, u.backup_set_id DESC) AS newest
  FROM usable AS u
  WHERE u.kind <> 'I'
     OR EXISTS (SELECT 1 FROM usable AS b WHERE b.database_name = u.database_name AND b.kind = 'D' AND b.backup_set_uuid = u.differential_base_guid)
),
newest AS (
  SELECT c.database_name,
         MAX(CASE WHEN c.kind = 'D' THEN c.backup_finish_date END) AS last_full,
         MAX(CASE WHEN c.kind = 'D' AND c.newest = 1 THEN CONVERT(varchar(36), c.backup_set_uuid) END) AS full_guid,
         MAX(CASE WHEN c.kind IN ('D', 'I') THEN c.backup_finish_date END) AS last_diff_or_full,
         MAX(CASE WHEN c.kind = 'I' THEN c.backup_finish_date END) AS last_diff,
         MAX(CASE WHEN c.kind = 'L' THEN c.backup_finish_date END) AS last_log,
         MAX(CASE WHEN c.kind = 'C' THEN c.backup_finish_date END) AS last_copy_only,
         MAX(CASE WHEN c.kind IN ('D', 'I') THEN c.last_lsn END) AS base_lsn,
         MAX(CASE WHEN c.kind = 'L' AND c.is_copy_only = 0 THEN c.last_lsn END) AS log_lsn,
         COUNT(CASE WHEN c.has_backup_checksums = 1 THEN NULL ELSE 1 END) AS without_checksum,
         SUM(CASE WHEN c.kind = 'D' THEN c.day_mb END) AS full_day_mb,
         SUM(CASE WHEN c.kind = 'I' THEN c.day_mb END) AS diff_day_mb,
         SUM(CASE WHEN c.kind = 'L' THEN c.day_mb END) AS log_day_mb
  FROM counted AS c
  GROUP BY c.database_name
),
-- of replicas: a differential whose base another one took counts only together with that one's history
lone AS (
  SELECT u.database_name, u.backup_finish_date AS last_diff, CONVERT(varchar(36), u.differential_base_guid) AS base_guid, u.last_lsn,
         ROW_NUMBER() OVER (PARTITION BY u.database_name ORDER BY u.last_lsn DESC, u.backup_set_id DESC) AS newest
  FROM usable AS u
  WHERE u.kind = 'I'
    AND NOT EXISTS (SELECT 1 FROM usable AS b WHERE b.database_name = u.database_name AND b.kind = 'D' AND b.backup_set_uuid = u.differential_base_guid)
),
gaps AS (
  SELECT l.database_name, COUNT(*) AS gaps
  FROM counted AS l
  JOIN newest AS n ON n.database_name = l.database_name
  WHERE l.kind = 'L' AND l.first_lsn > n.base_lsn
    AND NOT EXISTS (SELECT 1 FROM counted AS p
                    WHERE p.database_name = l.database_name AND p.kind = 'L' AND p.backup_set_id <> l.backup_set_id
                      AND p.first_lsn <= l.first_lsn AND p.last_lsn >= l.first_lsn AND p.backup_set_id < l.backup_set_id)
  GROUP BY l.database_name
),
files AS (
  SELECT c.database_name,
         COUNT(CASE WHEN f.device_type IN (2, 102) THEN CASE WHEN e.file_exists = 1 THEN NULL ELSE 1 END END) AS unseen,
         COUNT(CASE WHEN f.device_type = 9 THEN 1 END) AS uncheckable
  FROM counted AS c
  JOIN newest AS n ON n.database_name = c.database_name
  JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = c.media_set_id AND f.mirror = 0
  OUTER APPLY sys.dm_os_file_exists(f.physical_device_name) AS e
  WHERE (c.kind IN ('D', 'I') AND c.newest = 1) OR (c.kind = 'L' AND c.last_lsn > n.base_lsn)
  GROUP BY c.database_name
),
restores AS (
  SELECT r.destination_database_name AS database_name, MAX(r.restore_date) AS last_restore
  FROM msdb.dbo.restorehistory AS r
  GROUP BY r.destination_database_name
)
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.[database], found.expects, found.full_age_minutes, found.diff_age_minutes, found.log_age_minutes,
       COALESCE(found.full_age_minutes, 0) AS full_overdue_minutes,
       COALESCE(found.diff_age_minutes, 0) AS diff_exposed_minutes, COALESCE(found.log_exposed_minutes, 0) AS log_exposed_minutes,
       COALESCE(found.log_age_minutes, 0) AS log_overdue_minutes,
       CASE WHEN found.none_why IS NULL THEN 0 ELSE 1 END AS none_counts, found.none_why,
       CASE WHEN found.none_why IS NULL THEN N'' ELSE N'; no full backup of ' + found.[database] + N' counts' END AS none_words,
       found.full_finished_local, found.diff_finished_local, found.log_finished_local, found.copy_only_age_minutes,
       CASE WHEN found.chain_why IS NULL THEN 0 ELSE 1 END AS chain_broken, found.chain_why, found.files_unseen, found.without_checksum,
       found.damaged, found.full_day_mb, found.diff_day_mb, found.log_day_mb,
       found.expects_log, found.full_guid, found.lone_diff_guid, found.lone_diff_age_minutes, found.lone_diff_finished_local,
       found.own_log_age_minutes, found.base_lsn, found.lone_diff_lsn, found.log_lsn, found.chain_lsn, found.gaps,
       found.damaged_age_minutes, 0 AS histories_part, CONVERT(nvarchar(200), NULL) AS histories_why, found.in_group, found.fork_guid
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DATABASE'), 0) AS may_see,
             CASE WHEN CONVERT(int, SERVERPROPERTY('EngineEdition')) IN (5, 8) THEN 0
                  ELSE (SELECT COUNT(*) FROM sys.database_recovery_status AS w WHERE w.database_id = DB_ID()) END AS witness) AS proof
LEFT JOIN (SELECT d.name AS [database],
                  CASE WHEN d.name <> DB_NAME() THEN N'full'
                       WHEN d.recovery_model_desc = N'SIMPLE' THEN N'full, differential'
                       ELSE N'full, differential, log' END AS expects,
                  DATEDIFF(SECOND, n.last_full, GETDATE()) / 60 AS full_age_minutes,
                  CASE WHEN d.name = DB_NAME()
                       THEN DATEDIFF(SECOND, n.last_diff_or_full, GETDATE()) / 60 END AS diff_age_minutes,
                  CASE WHEN d.name = DB_NAME() AND d.recovery_model_desc <> N'SIMPLE' AND n.last_full IS NOT NULL
                       THEN DATEDIFF(SECOND, COALESCE(n.last_log, n.last_diff_or_full), GETDATE()) / 60 END AS log_age_minutes,
                  CASE WHEN d.name = DB_NAME() AND d.recovery_model_desc <> N'SIMPLE'
                       THEN DATEDIFF(SECOND, COALESCE(n.last_log, n.last_diff_or_full, h.last_restore, d.create_date), GETDATE()) / 60
                  END AS log_exposed_minutes,
                  CASE WHEN n.last_full IS NOT NULL THEN NULL
                       WHEN h.last_restore IS NOT NULL AND NOT EXISTS (
                              SELECT 1 FROM msdb.dbo.backupset AS y
                              WHERE y.database_name = d.name AND y.type = 'D' AND y.is_copy_only = 0
                                AND y.backup_start_date >= h.last_restore)
                            THEN N'none was taken since the restore of ' + CONVERT(nvarchar(16), h.last_restore, 120) + N' (server time)'
                       WHEN NOT EXISTS (
                              SELECT 1 FROM msdb.dbo.backupset AS y
                              WHERE y.database_name = d.name AND y.type = 'D'
                                AND y.backup_finish_date >= DATEADD(DAY, -@lookbackDays, GETDATE()))
                            THEN N'none was taken in the last ' + CONVERT(nvarchar(10), @lookbackDays) + N' days'
                       ELSE N'those of the last ' + CONVERT(nvarchar(10), @lookbackDays) + N' days are of no use, or of another history'
                  END AS none_why,
                  CONVERT(varchar(19), n.last_full, 126) AS full_finished_local,
                  CONVERT(varchar(19), n.last_diff, 126) AS diff_finished_local,
                  CONVERT(varchar(19), n.last_log, 126) AS log_finished_local,
                  DATEDIFF(SECOND, n.last_copy_only, GETDATE()) / 60 AS copy_only_age_minutes,
                  CASE WHEN d.name <> DB_NAME() OR d.recovery_model_desc = N'SIMPLE' THEN NULL
                       WHEN rs.last_log_backup_lsn IS NULL THEN N'no log backup can continue it until a full or differential is taken'
                       WHEN g.gaps > 0 THEN N'a log backup is missing from the history'
                       WHEN n.log_lsn < rs.last_log_backup_lsn AND n.base_lsn < rs.last_log_backup_lsn
                            THEN N'the newest log backup is not in the history, or does not count' END AS chain_why,
                  CASE WHEN COALESCE(f.uncheckable, 0) = 0 THEN COALESCE(f.unseen, 0)
                       WHEN f.unseen > 0 THEN f.unseen END AS files_unseen,
                  COALESCE(n.without_checksum, 0) AS without_checksum,
                  (SELECT COUNT(*) FROM msdb.dbo.backupset AS x
                   WHERE x.database_name = d.name AND x.is_damaged = 1
                     AND x.server_name = CONVERT(nvarchar(128), SERVERPROPERTY('ServerName'))
                     AND x.backup_finish_date >= DATEADD(DAY, -@lookbackDays, GETDATE())
                     AND (n.last_full IS NULL OR x.backup_finish_date > n.last_full)) AS damaged,
                  CONVERT(float, COALESCE(n.full_day_mb, 0)) AS full_day_mb,
                  CONVERT(float, COALESCE(n.diff_day_mb, 0)) AS diff_day_mb,
                  CONVERT(float, COALESCE(n.log_day_mb, 0)) AS log_day_mb,
                  CASE WHEN d.name = DB_NAME() AND d.recovery_model_desc <> N'SIMPLE' THEN 1 ELSE 0 END AS expects_log,
                  n.full_guid,
                  o.base_guid AS lone_diff_guid,
                  DATEDIFF(SECOND, o.last_diff, GETDATE()) / 60 AS lone_diff_age_minutes,
                  CONVERT(varchar(19), o.last_diff, 126) AS lone_diff_finished_local,
                  DATEDIFF(SECOND, n.last_log, GETDATE()) / 60 AS own_log_age_minutes,
                  CONVERT(varchar(26), n.base_lsn) AS base_lsn,
                  CONVERT(varchar(26), o.last_lsn) AS lone_diff_lsn,
                  CONVERT(varchar(26), n.log_lsn) AS log_lsn,
                  CONVERT(varchar(26), rs.last_log_backup_lsn) AS chain_lsn,
                  COALESCE(g.gaps, 0) AS gaps,
                  (SELECT DATEDIFF(SECOND, MAX(x.backup_finish_date), GETDATE()) / 60 FROM msdb.dbo.backupset AS x
                   WHERE x.database_name = d.name AND x.is_damaged = 1
                     AND x.server_name = CONVERT(nvarchar(128), SERVERPROPERTY('ServerName'))) AS damaged_age_minutes,
                  CASE WHEN d.replica_id IS NULL THEN 0 ELSE 1 END AS in_group,
                  CONVERT(varchar(36), rs.recovery_fork_guid) AS fork_guid
           FROM sys.databases AS d
           LEFT JOIN sys.database_recovery_status AS rs ON rs.database_id = d.database_id
           LEFT JOIN newest AS n ON n.database_name = d.name
           LEFT JOIN lone AS o ON o.database_name = d.name AND o.newest = 1
           LEFT JOIN restores AS h ON h.database_name = d.name
           LEFT JOIN gaps AS g ON g.database_name = d.name
           LEFT JOIN files AS f ON f.database_name = d.name
           WHERE d.name IN (DB_NAME(), N'master', N'msdb')) AS found ON 1 = 1
ORDER BY CASE WHEN found.none_why IS NULL THEN 1 ELSE 0 END, found.full_age_minutes DESC;
