/*
title: Query Store is recording
subsystem: Queries
target: sql-server
interval: 5m
timeout: 10s
runsOn: primary
needs:
  - {right: VIEW DATABASE STATE, until: 15}
  - {right: VIEW DATABASE PERFORMANCE STATE, since: 16}
witness: the options of Query Store
labels: [database]
values:
  recording: flag
  as_desired: flag
  desired_state: text
  actual_state: text
  readonly_reason: number
  used_percent: percent
  max_mb: MB
  interval_minutes: minutes
  capture_mode: text
rules:
  - alert: query-store-not-recording
    value: recording
    when: "< 1"
    for: 5m
    keepFiringFor: 5m
    severity: warning
    summary: "Query Store of {database} is {actual_state}, wanted is {desired_state} (reason {readonly_reason})"
    remedy: >-
      Slow queries and the use of the spatial index cannot be seen meanwhile. Reason 65536: its size limit is reached;
      131072: too many statements; 4 or 8: the database is read only, single user or a secondary. A DBA mends that and sets
      OPERATION_MODE = READ_WRITE again.
  - alert: query-store-full
    value: used_percent
    when: "> 90"
    recovers: "< 85"
    for: 10m
    keepFiringFor: 10m
    severity: warning
    summary: "Query Store of {database} is {used_percent} full; at 100 % it stops recording"
    remedy: >-
      At its size limit Query Store stops recording, and slow queries are no longer seen. A DBA sets SIZE_BASED_CLEANUP_MODE
      = AUTO or raises MAX_STORAGE_SIZE_MB.
onEmpty: unknown
onMissing: unknown
minVersion: 13
headline: "Query Store {first(actual_state)}, {max(used_percent)} full"
remedy: >-
  Without Query Store slow queries and the use of the spatial index cannot be seen. Reason 65536 means that it reached its size
  limit, 131072 that it holds too many statements, 4 or 8 that the database is read only, single user or a secondary. Usual
  cause is the size limit with cleanup switched off. A DBA sets SIZE_BASED_CLEANUP_MODE = AUTO, raises MAX_STORAGE_SIZE_MB, and
  sets OPERATION_MODE = READ_WRITE again.
*/
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.[database], found.recording, found.as_desired, found.desired_state, found.actual_state, found.readonly_reason,
       found.used_percent, found.max_mb, found.interval_minutes, found.capture_mode
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             CASE WHEN COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE PERFORMANCE STATE'), 0) = 1
                    OR COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DATABASE STATE'), 0) = 1 THEN 1 ELSE 0 END AS may_see,
             (SELECT COUNT(*) FROM sys.database_query_store_options) AS witness) AS proof
LEFT JOIN (SELECT DB_NAME() AS [database],
                  CASE WHEN o.actual_state_desc = N'READ_WRITE' THEN 1 ELSE 0 END AS recording,
                  CASE WHEN o.actual_state_desc = o.desired_state_desc THEN 1 ELSE 0 END AS as_desired,
                  o.desired_state_desc AS desired_state,
                  o.actual_state_desc AS actual_state,
                  o.readonly_reason,
                  COALESCE(100.0 * CONVERT(float, o.current_storage_size_mb) / NULLIF(CONVERT(float, o.max_storage_size_mb), 0), 0) AS used_percent,
                  CONVERT(float, o.max_storage_size_mb) AS max_mb,
                  CONVERT(int, o.interval_length_minutes) AS interval_minutes,
                  o.query_capture_mode_desc AS capture_mode
           FROM sys.database_query_store_options AS o) AS found ON 1 = 1;
