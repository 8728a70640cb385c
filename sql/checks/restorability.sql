/*
title: The history on hand can restore the database to now
subsystem: Backups
target: sql-server
interval: 15m
timeout: 60s
runsOn: any
computed: restorability
needs:
  - {right: SELECT, object: msdb.dbo.backupset}
  - {right: SELECT, object: msdb.dbo.backupmediaset}
  - {right: SELECT, object: msdb.dbo.backupmediafamily}
  - {right: SELECT, object: msdb.dbo.restorehistory}
  - VIEW ANY DATABASE
  - {right: VIEW SERVER STATE, until: 15}
  - {right: VIEW SERVER PERFORMANCE STATE, since: 16}
witness: the database, and a backup history of one's own (a managed instance keeps none)
parameters:
  lookbackDays: 14
labels: [database]
values:
  newest_utc: utc
  oldest_utc: utc
  behind_minutes: minutes
  worst_gap_minutes: minutes
  recent_gap_minutes: minutes
  over_rpo_minutes: minutes
  broken: flag
  why: text
  holes: count
  files_unseen: count
  tail_reaches: flag
  sets: count
  restore_minutes: minutes
  over_rto_minutes: minutes
  restore_test_age_days: days
  full_bytes: bytes
  full_set: text
  full_tested: flag
  diff_bytes: bytes
  diff_set: text
  diff_tested: flag
  log_bytes: bytes
  log_set: text
  log_tested: flag
rules:
  - alert: not-restorable
    value: broken
    when: "> 0"
    for: 5m
    severity: critical
    summary: "{database} cannot be restored to its newest backup: {why}"
    remedy: >-
      The backups on hand do not join up to the present: what came after the gap is lost with the server, though backups may go on
      running. Take a full or differential backup now, it begins anew; then look for the missing log backup on other machines and
      replicas, and for who took it.
  - alert: rpo-missed
    value: over_rpo_minutes
    when: "> 5"
    severity: warning
    summary: "Between two backups of {database} lay {recent_gap_minutes} in the last day: more than may be lost"
    remedy: >-
      Had the server been lost just then, that much would have gone with it. It stays for a day, so that nobody overlooks it: look
      why the log backups were late (a job that waited for a full backup, a disk that was full), then acknowledge or silence it.
  - alert: restore-too-slow
    value: over_rto_minutes
    when: "> 0"
    severity: warning
    summary: "Restoring {database} takes about {restore_minutes}: longer than it may"
    remedy: >-
      By how long its backups took, times one and a half. Take differentials more often, so that fewer logs have to be restored;
      write to faster disks, or in stripes; or agree to a longer time (`backups.rto`).
  - alert: restore-test-overdue
    value: restore_test_age_days
    when: "> 31"
    severity: warning
    summary: "The last tried restore of {database} is {restore_test_age_days} old"
    remedy: >-
      Only a restore proves that backups can be restored; reading them back does not. Restore the newest full, differential and logs
      under another name, run a CHECKDB on it, and drop it again. Without any such restore in the history the age is that of the database.
onEmpty: unknown
onMissing: unknown
headline: "restorable to {max(behind_minutes)} ago"
operation: backup
remedy: >-
  Planned from the whole history, as a restore would be: by LSNs and recovery forks, with only those sets whose files the server sees
  (where a file is on a URL the server cannot tell, and it counts). What it says is the plan's word, not a proof: that is a tried restore.
  restore_minutes is how long the backups of the plan took, times one and a half. In an availability group each replica knows only its own
  backups. Moments are by the server's present distance from UTC: across a change of the clock they are off by an hour.
*/
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       d.name                                            AS [database],
       CONVERT(varchar(23), GETDATE(), 126)              AS local_now,
       DATEDIFF(MINUTE, GETUTCDATE(), GETDATE())         AS offset_minutes,
       d.recovery_model_desc                             AS database_model,
       DATEDIFF(DAY, d.create_date, GETDATE())           AS database_age_days,
       CONVERT(varchar(36), r.recovery_fork_guid)        AS fork_guid,
       CONVERT(varchar(26), r.last_log_backup_lsn)       AS last_log_backup_lsn,
       t.test_age_days, t.tested_set,
       CONVERT(varchar(36), s.backup_set_uuid)           AS set_guid,
       s.database_name                                   AS database_name,
       s.server_name                                     AS backup_server,
       s.type                                            AS type,
       CONVERT(varchar(23), s.backup_start_date, 126)    AS started_local,
       CONVERT(varchar(23), s.backup_finish_date, 126)   AS finished_local,
       CONVERT(varchar(26), s.first_lsn)                 AS first_lsn,
       CONVERT(varchar(26), s.last_lsn)                  AS last_lsn,
       CONVERT(varchar(26), s.checkpoint_lsn)            AS checkpoint_lsn,
       CONVERT(varchar(26), s.database_backup_lsn)       AS database_backup_lsn,
       CONVERT(varchar(26), s.differential_base_lsn)     AS differential_base_lsn,
       CONVERT(varchar(36), s.differential_base_guid)    AS differential_base_guid,
       CONVERT(varchar(36), s.family_guid)               AS family_guid,
       CONVERT(varchar(36), s.database_guid)             AS database_guid,
       CONVERT(varchar(36), s.first_recovery_fork_guid)  AS first_fork_guid,
       CONVERT(varchar(36), s.last_recovery_fork_guid)   AS last_fork_guid,
       CONVERT(varchar(26), s.fork_point_lsn)            AS fork_point_lsn,
       CONVERT(int, s.is_copy_only)                      AS is_copy_only,
       CONVERT(int, s.is_damaged)                        AS is_damaged,
       CONVERT(int, s.is_snapshot)                       AS is_snapshot,
       CONVERT(int, s.has_backup_checksums)              AS has_checksums,
       CONVERT(int, s.has_bulk_logged_data)              AS has_bulk_logged_data,
       CONVERT(int, s.has_incomplete_metadata)           AS has_incomplete_metadata,
       CONVERT(int, s.begins_log_chain)                  AS begins_log_chain,
       s.recovery_model                                  AS recovery_model,
       CONVERT(int, s.time_zone)                         AS time_zone,
       CONVERT(varchar(20), CONVERT(bigint, COALESCE(s.compressed_backup_size, s.backup_size))) AS bytes,
       CONVERT(int, s.position)                          AS position,
       CONVERT(int, m.media_family_count)                AS family_count,
       CONVERT(int, f.family_sequence_number)            AS family_sequence,
       CONVERT(int, f.device_type)                       AS device_type,
       CONVERT(int, f.mirror)                            AS mirror,
       f.physical_device_name                            AS file_name,
       CASE WHEN f.device_type IN (2, 102) THEN CONVERT(int, e.file_exists) END AS file_exists
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DATABASE'), 0) AS may_see,
             CASE WHEN CONVERT(int, SERVERPROPERTY('EngineEdition')) IN (5, 8) THEN 0
                  ELSE (SELECT COUNT(*) FROM sys.database_recovery_status AS w WHERE w.database_id = DB_ID()) END AS witness) AS proof
JOIN sys.databases AS d ON d.database_id = DB_ID()
LEFT JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
LEFT JOIN (SELECT DATEDIFF(DAY, MAX(h.restore_date), GETDATE()) AS test_age_days,
                  MAX(CONVERT(varchar(36), b.backup_set_uuid)) AS tested_set
           FROM msdb.dbo.restorehistory AS h
           JOIN msdb.dbo.backupset AS b ON b.backup_set_id = h.backup_set_id
           WHERE b.database_name = DB_NAME() AND h.destination_database_name <> DB_NAME() AND h.restore_type = 'D') AS t ON 1 = 1
LEFT JOIN msdb.dbo.backupset AS s ON s.database_name = d.name AND s.backup_start_date >= DATEADD(DAY, -@lookbackDays, GETDATE())
LEFT JOIN msdb.dbo.backupmediaset AS m ON m.media_set_id = s.media_set_id
LEFT JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = s.media_set_id AND f.mirror = 0
OUTER APPLY sys.dm_os_file_exists(f.physical_device_name) AS e
