/*
title: No page is suspect, and CHECKDB ran lately
subsystem: SQL Server
target: sql-server
interval: 15m
timeout: 15s
runsOn: every
needs:
  - {right: SELECT, object: msdb.dbo.suspect_pages}
  - VIEW ANY DATABASE
witness: the databases in sys.databases
labels: [database]
values:
  suspect_pages: count
  suspect_rows: count
  checkdb_age_days: days
  never_checked: flag
  checkdb_local: text
rules:
  - alert: suspect-pages
    value: suspect_pages
    when: "> 0"
    for: 0s
    severity: critical
    summary: "Pages of {database} that could not be read: {suspect_pages}"
    remedy: >-
      Pages are corrupt, and data is lost unless a backup from before it exists. Stop whatever deletes old backups first,
      then run DBCC CHECKDB and look at the storage. Do not run a repair option before a DBA has seen the output.
  - alert: checkdb-overdue
    value: checkdb_age_days
    when: "> 7"
    for: 15m
    severity: warning
    summary: "{database} was last checked for corruption {checkdb_age_days} ago"
    remedy: >-
      Corruption would go unnoticed for longer than the backups are kept. Look why the job that runs DBCC CHECKDB does not,
      and run it in a quiet hour. A database that was never checked counts its age.
  - alert: checkdb-overdue
    value: checkdb_age_days
    when: "> 14"
    for: 15m
    severity: critical
    summary: "{database} was last checked for corruption {checkdb_age_days} ago"
  - alert: suspect-pages-table-full
    value: suspect_rows
    when: ">= 900"
    for: 15m
    severity: warning
    summary: "msdb's table of suspect pages holds {suspect_rows} of 1,000 rows; beyond that new ones are not recorded"
    remedy: >-
      The table msdb.dbo.suspect_pages keeps 1,000 rows and is nearly full; beyond that a new corruption is not recorded and
      would be missed. A DBA looks at its rows and deletes those that were repaired or restored.
onEmpty: unknown
onMissing: unknown
minVersion: 13
headline: "suspect pages: {sum(suspect_pages)}, CHECKDB {max(checkdb_age_days)} ago at most"
remedy: >-
  A suspect page is corruption: data is lost unless a backup from before it exists, so stop whatever deletes old backups first,
  then run DBCC CHECKDB and look at the storage. Do not run a repair option before a DBA has seen the output. CHECKDB overdue
  means that corruption would go unnoticed for longer than the backups are kept. Rows of pages that were repaired or restored
  (event types 4, 5 and 7) do not count. A database that was never checked counts its age. The time of the last CHECKDB is known
  from SQL Server 2016 SP2 on; on an older one the check is unknown.
*/
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.[database], found.suspect_pages, found.suspect_rows, found.checkdb_age_days, found.never_checked, found.checkdb_local
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DATABASE'), 0) AS may_see,
             (SELECT COUNT(*) FROM sys.databases AS w WHERE w.name IN (DB_NAME(), N'master', N'msdb')) AS witness) AS proof
LEFT JOIN (SELECT d.name AS [database],
                  COALESCE(s.pages, 0) AS suspect_pages,
                  (SELECT COUNT(r.page_id) FROM msdb.dbo.suspect_pages AS r) AS suspect_rows,
                  -- 1900 means never; NULL means that this version does not tell
                  CASE WHEN x.last_good >= '19010101' THEN DATEDIFF(HOUR, x.last_good, GETDATE()) / 24.0
                       WHEN x.last_good IS NOT NULL THEN DATEDIFF(HOUR, d.create_date, GETDATE()) / 24.0 END AS checkdb_age_days,
                  CASE WHEN x.last_good < '19010101' THEN 1 WHEN x.last_good IS NOT NULL THEN 0 END AS never_checked,
                  CASE WHEN x.last_good >= '19010101' THEN CONVERT(varchar(19), x.last_good, 126) END AS checkdb_local
           FROM sys.databases AS d
           CROSS APPLY (SELECT CONVERT(datetime, DATABASEPROPERTYEX(d.name, 'LastGoodCheckDbTime')) AS last_good) AS x
           LEFT JOIN (SELECT p.database_id, COUNT(*) AS pages FROM msdb.dbo.suspect_pages AS p
                      WHERE p.event_type IN (1, 2, 3) GROUP BY p.database_id) AS s ON s.database_id = d.database_id
           WHERE d.name IN (DB_NAME(), N'master', N'msdb')
              OR (s.pages > 0 AND d.name <> N'tempdb')) AS found ON 1 = 1
ORDER BY found.suspect_pages DESC, found.[database];
