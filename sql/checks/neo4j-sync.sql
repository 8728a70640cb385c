/*
title: Provenance reaches Neo4j
subsystem: Neo4j sync
target: sql-server
interval: 1m
timeout: 15s
runsOn: primary
needs:
  - {right: SELECT, object: dbo.Neo4jSyncLog}
  - {right: SELECT, object: dbo.Neo4jSyncDeadLetterQueue}
  - {right: SELECT, object: dbo.Atom}
  - VIEW DEFINITION
witness: the partitions of dbo.Atom, by which atoms are counted
looksBack: 1h
parameters:
  windowMinutes: 60
  lookbackHours: 24
labels: [entity]
values:
  failed: count
  retrying: count
  pending: count
  oldest_unfinished_minutes: minutes
  last_success_minutes: minutes
  dead_letters: count
  atoms: count
rules:
  - alert: sync-failures
    value: failed
    when: "> 0"
    for: 2m
    keepFiringFor: 5m
    severity: warning
    summary: "Entities of type {entity} that failed to reach Neo4j in the last hour: {failed}"
    remedy: >-
      These entities are not in the graph, or in an old form. Look whether Neo4j answers (the check neo4j), then at the
      worker's log; what failed is in dbo.Neo4jSyncLog with its reason. It counts until a later attempt succeeds; a resync
      sends it again.
  - alert: sync-failures
    value: failed
    when: "> 50"
    for: 2m
    keepFiringFor: 5m
    severity: critical
    summary: "Entities of type {entity} that failed to reach Neo4j in the last hour: {failed}"
  - alert: sync-retrying
    value: retrying
    when: "> 10"
    for: 5m
    keepFiringFor: 5m
    severity: warning
    summary: "Entities of type {entity} that are tried again and again: {retrying}"
    remedy: >-
      The worker tries the same entities again and again: Neo4j is slow or busy, or refuses what they hold. Look at the
      check neo4j and at the reasons in dbo.Neo4jSyncLog. Nothing is lost yet.
  - alert: sync-behind
    value: oldest_unfinished_minutes
    when: "> 15"
    for: 2m
    keepFiringFor: 5m
    severity: warning
    summary: "The oldest unfinished sync of type {entity} waits for {oldest_unfinished_minutes}"
    remedy: >-
      What was written to SQL Server is in the graph only this much later. Look whether the sync worker runs, whether Neo4j
      answers quickly, and whether Neo4jSyncQueue piles up (the check queues).
  - alert: sync-behind
    value: oldest_unfinished_minutes
    when: "> 60"
    for: 2m
    keepFiringFor: 5m
    severity: critical
    summary: "The oldest unfinished sync of type {entity} waits for {oldest_unfinished_minutes}"
  - alert: dead-letters
    value: dead_letters.increase
    when: "> 0"
    for: 0s
    keepFiringFor: 30m
    severity: warning
    summary: "New dead letters of the sync: {dead_letters} in all"
    remedy: >-
      The worker gave up on messages; they lie in dbo.Neo4jSyncDeadLetterQueue with the reason and are not tried again by
      themselves. Mend the reason, then requeue dead letters: those that can be read are sent again, the rest is counted.
onEmpty: unknown
onMissing: unknown
headline: "{sum(failed)} failed, {sum(retrying)} retrying, {sum(dead_letters)} dead letters"
operation: resync
remedy: >-
  The graph falls behind or lacks what SQL Server has. Usual causes: Neo4j is down or slow, the sync worker is stopped, or a
  message that it cannot read. Look at the checks neo4j, queues (Neo4jSyncQueue) and graph-drift. A failure counts while no
  later attempt for the same entity succeeded, and is looked for over a day. Dead letters lie in dbo.Neo4jSyncDeadLetterQueue
  with the reason; they are not tried again by themselves. The alert is about new ones, since old ones stay in the table. Atoms
  are counted by the table's partitions, which needs the right to see its definition. After a restore the check is unknown for an
  hour; what was unfinished at the moment of the restore then counts as unfinished, since only a resync ends it.
*/
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.entity, found.failed, found.retrying, found.pending,
       COALESCE(found.oldest_unfinished_minutes, 0) AS oldest_unfinished_minutes, found.last_success_minutes,
       CASE WHEN found.entity = N'Atom' THEN letters.dead_letters ELSE 0 END AS dead_letters,
       CASE WHEN found.entity = N'Atom' THEN CONVERT(varchar(20), counted.atoms) END AS atoms
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DEFINITION'), 0) AS may_see,
             -- naming the table makes a missing one an error instead of a zero
             (SELECT COUNT(*) FROM sys.partitions AS w WHERE w.object_id = OBJECT_ID(N'dbo.Atom'))
               + (SELECT COUNT(a.AtomId) FROM dbo.Atom AS a WHERE 1 = 0) AS witness) AS proof
CROSS JOIN (SELECT COUNT(q.DeadLetterId) AS dead_letters FROM dbo.Neo4jSyncDeadLetterQueue AS q) AS letters
CROSS JOIN (SELECT SUM(p.rows) AS atoms FROM sys.partitions AS p
            WHERE p.object_id = OBJECT_ID(N'dbo.Atom') AND p.index_id IN (0, 1)) AS counted
LEFT JOIN (SELECT e.entity,
                  COUNT(CASE WHEN l.SyncStatus = N'Failed' AND l.SyncTimestamp >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END) AS failed,
                  COUNT(CASE WHEN l.SyncStatus = N'Retrying' THEN 1 END) AS retrying,
                  COUNT(CASE WHEN l.SyncStatus = N'Pending' THEN 1 END) AS pending,
                  DATEDIFF(MINUTE, MIN(CASE WHEN l.SyncStatus IN (N'Pending', N'Retrying') THEN l.SyncTimestamp END),
                           SYSUTCDATETIME()) AS oldest_unfinished_minutes,
                  DATEDIFF(MINUTE, MAX(CASE WHEN l.SyncStatus = N'Success' THEN l.SyncTimestamp END), SYSUTCDATETIME()) AS last_success_minutes
           FROM (SELECT N'Atom' AS entity
                 UNION
                 SELECT o.EntityType FROM dbo.Neo4jSyncLog AS o
                 WHERE o.SyncTimestamp >= DATEADD(HOUR, -@lookbackHours, SYSUTCDATETIME())) AS e
           LEFT JOIN (SELECT s.EntityType, s.EntityId, s.SyncStatus, s.SyncTimestamp,
                             ROW_NUMBER() OVER (PARTITION BY s.EntityType, s.EntityId ORDER BY s.LogId DESC) AS newest
                      FROM dbo.Neo4jSyncLog AS s
                      WHERE s.SyncTimestamp >= DATEADD(HOUR, -@lookbackHours, SYSUTCDATETIME())) AS l
                  ON l.EntityType = e.entity AND l.newest = 1
           GROUP BY e.entity) AS found ON 1 = 1
ORDER BY found.entity;
