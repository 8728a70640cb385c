/*
title: Workers get on with their work
subsystem: Application
target: sql-server
interval: 2m
timeout: 20s
runsOn: primary
needs:
  - {right: SELECT, object: dbo.IngestionJob}
  - {right: SELECT, object: dbo.BackgroundJob}
  - {right: SELECT, object: dbo.Atom}
  - {right: SELECT, object: dbo.AtomEmbedding}
  - {right: SELECT, object: dbo.Neo4jSyncLog}
  - {right: SELECT, object: dbo.Neo4jSyncQueue}
witness: what the workers leave in their tables
looksBack: 1h
parameters:
  windowMinutes: 60
  stalledMinutes: 30
  newestAtoms: 1000
labels: [worker]
values:
  waiting: count
  oldest_waiting_minutes: minutes
  progress_age_minutes: minutes
  stalled: flag
  failed: count
  arrivals: count
  arrivals_last_week: count
  quiet: flag
rules:
  - alert: worker-stalled
    value: stalled
    when: "> 0"
    for: 2m
    keepFiringFor: 5m
    severity: critical
    summary: "{worker}: {waiting} wait, the oldest for {oldest_waiting_minutes}; last progress {progress_age_minutes} ago"
    remedy: >-
      Work has waited for longer than the limit and nothing was finished in that time. See that the worker's process runs
      and look at its log; then at what it depends on (SQL Server, Neo4j, the models).
  - alert: worker-failures
    value: failed
    when: "> 5"
    recovers: "< 3"
    for: 5m
    keepFiringFor: 5m
    severity: warning
    summary: "{worker} failed in the last hour: {failed}"
    remedy: >-
      The worker runs and much of what it does fails. The messages are in dbo.IngestionJob and dbo.BackgroundJob: look for
      one cause that many share before trying again.
  - alert: arrivals-stopped
    value: quiet
    when: "> 0"
    for: 10m
    keepFiringFor: 10m
    severity: warning
    summary: "{worker}: {arrivals} arrivals in the last hour, {arrivals_last_week} in the same hour last week"
    remedy: >-
      Nothing comes in, although the same hour last week had much. Look upstream: the API, an upload, a feed. If it is a
      holiday or a planned pause, silence it.
onEmpty: unknown
onMissing: unknown
headline: "{sum(stalled)} of {count()} workers stalled, {sum(waiting)} waiting"
remedy: >-
  Workers have no health page: they are judged by what they leave in the database. Stalled means that work has waited for longer
  than the limit and nothing was finished in that time: see that the worker's process runs and look at its log.
  EmbeddingGenerator is judged by the newest atoms that have no embedding, Neo4jSync by its queue, background jobs by their
  type. No arrivals although the same hour last week had many points upstream: the API, an upload, a feed. Failures have their
  messages in dbo.IngestionJob and dbo.BackgroundJob; those of the sync are the check neo4j-sync. A table that is missing or not
  granted makes the check unknown. So does a restore, for an hour: what waited and was done by then is another history's.
variants:
  - name: singular
    requires: {object: dbo.AtomEmbedding}
  - name: plural
    requires: {object: dbo.AtomEmbeddings}
*/
-- variant: singular
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.worker, found.waiting, COALESCE(found.oldest_waiting_minutes, 0) AS oldest_waiting_minutes, found.progress_age_minutes,
       CASE WHEN found.waiting > 0 AND found.oldest_waiting_minutes >= @stalledMinutes
                 AND COALESCE(found.progress_age_minutes, @stalledMinutes) >= @stalledMinutes THEN 1 ELSE 0 END AS stalled,
       found.failed, found.arrivals, found.arrivals_last_week,
       -- a handful an hour may well be none in the next
       CASE WHEN found.arrivals = 0 AND found.arrivals_last_week >= 20 THEN 1 ELSE 0 END AS quiet
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             1 AS may_see, 1 AS witness) AS proof -- tables refuse, they do not hide their rows
LEFT JOIN (
  SELECT N'Ingestion' AS worker,
         COUNT(CASE WHEN j.JobStatus IN ('Pending', 'Processing') THEN 1 END) AS waiting,
         DATEDIFF(MINUTE, MIN(CASE WHEN j.JobStatus IN ('Pending', 'Processing') THEN j.CreatedAt END), SYSUTCDATETIME()) AS oldest_waiting_minutes,
         DATEDIFF(MINUTE, MAX(CASE WHEN j.JobStatus IN ('Processing', 'Complete') THEN j.LastUpdatedAt END), SYSUTCDATETIME()) AS progress_age_minutes,
         COUNT(CASE WHEN j.JobStatus = 'Failed' AND j.LastUpdatedAt >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END) AS failed,
         COUNT(CASE WHEN j.CreatedAt >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END) AS arrivals,
         COUNT(CASE WHEN j.CreatedAt >= DATEADD(MINUTE, -@windowMinutes, DATEADD(DAY, -7, SYSUTCDATETIME()))
                     AND j.CreatedAt < DATEADD(DAY, -7, SYSUTCDATETIME()) THEN 1 END) AS arrivals_last_week
  FROM dbo.IngestionJob AS j
  WHERE j.JobStatus IN ('Pending', 'Processing')
     OR j.CreatedAt >= DATEADD(DAY, -8, SYSUTCDATETIME()) OR j.LastUpdatedAt >= DATEADD(DAY, -1, SYSUTCDATETIME())
  UNION ALL
  -- the newest atoms by key: a scan of all atoms would cost more than it tells
  SELECT N'EmbeddingGenerator',
         COUNT(CASE WHEN a.embedded = 0 THEN 1 END),
         DATEDIFF(MINUTE, MIN(CASE WHEN a.embedded = 0 THEN a.CreatedAt END), SYSUTCDATETIME()),
         (SELECT DATEDIFF(MINUTE, MAX(n.CreatedAt), SYSUTCDATETIME())
          FROM (SELECT TOP (1) e.CreatedAt FROM dbo.AtomEmbedding AS e ORDER BY e.AtomEmbeddingId DESC) AS n),
         0,
         COUNT(CASE WHEN a.CreatedAt >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END),
         0
  FROM (SELECT TOP (@newestAtoms) t.AtomId, t.CreatedAt,
               CASE WHEN EXISTS (SELECT 1 FROM dbo.AtomEmbedding AS x WHERE x.AtomId = t.AtomId) THEN 1 ELSE 0 END AS embedded
        FROM dbo.Atom AS t ORDER BY t.AtomId DESC) AS a
  UNION ALL
  SELECT N'Neo4jSync',
         (SELECT COUNT(*) FROM dbo.Neo4jSyncQueue AS m WITH (NOLOCK)),
         (SELECT DATEDIFF(MINUTE, MIN(m.message_enqueue_time), GETUTCDATE()) FROM dbo.Neo4jSyncQueue AS m WITH (NOLOCK)),
         DATEDIFF(MINUTE, MAX(CASE WHEN l.SyncStatus = N'Success' THEN l.SyncTimestamp END), SYSUTCDATETIME()),
         0, -- its failures are the check neo4j-sync
         COUNT(CASE WHEN l.SyncTimestamp >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END),
         COUNT(CASE WHEN l.SyncTimestamp >= DATEADD(MINUTE, -@windowMinutes, DATEADD(DAY, -7, SYSUTCDATETIME()))
                     AND l.SyncTimestamp < DATEADD(DAY, -7, SYSUTCDATETIME()) THEN 1 END)
  FROM dbo.Neo4jSyncLog AS l
  WHERE l.SyncTimestamp >= DATEADD(DAY, -8, SYSUTCDATETIME())
  UNION ALL
  -- scheduled jobs wait only from their time on
  SELECT N'BackgroundJob ' + b.JobType COLLATE DATABASE_DEFAULT,
         COUNT(CASE WHEN b.Status IN (0, 1) OR (b.Status = 6 AND b.ScheduledAtUtc < SYSUTCDATETIME()) THEN 1 END),
         DATEDIFF(MINUTE, MIN(CASE WHEN b.Status IN (0, 1) OR (b.Status = 6 AND b.ScheduledAtUtc < SYSUTCDATETIME())
                                   THEN COALESCE(b.ScheduledAtUtc, b.CreatedAtUtc) END), SYSUTCDATETIME()),
         DATEDIFF(MINUTE, MAX(COALESCE(b.CompletedAtUtc, b.StartedAtUtc)), SYSUTCDATETIME()),
         COUNT(CASE WHEN b.Status IN (3, 4)
                     AND COALESCE(b.CompletedAtUtc, b.StartedAtUtc) >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END),
         COUNT(CASE WHEN b.CreatedAtUtc >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END),
         COUNT(CASE WHEN b.CreatedAtUtc >= DATEADD(MINUTE, -@windowMinutes, DATEADD(DAY, -7, SYSUTCDATETIME()))
                     AND b.CreatedAtUtc < DATEADD(DAY, -7, SYSUTCDATETIME()) THEN 1 END)
  FROM dbo.BackgroundJob AS b
  WHERE b.Status IN (0, 1, 6) OR b.CreatedAtUtc >= DATEADD(DAY, -8, SYSUTCDATETIME())
  GROUP BY b.JobType
) AS found ON 1 = 1
ORDER BY found.worker;

-- variant: plural
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.worker, found.waiting, COALESCE(found.oldest_waiting_minutes, 0) AS oldest_waiting_minutes, found.progress_age_minutes,
       CASE WHEN found.waiting > 0 AND found.oldest_waiting_minutes >= @stalledMinutes
                 AND COALESCE(found.progress_age_minutes, @stalledMinutes) >= @stalledMinutes THEN 1 ELSE 0 END AS stalled,
       found.failed, found.arrivals, found.arrivals_last_week,
       -- a handful an hour may well be none in the next
       CASE WHEN found.arrivals = 0 AND found.arrivals_last_week >= 20 THEN 1 ELSE 0 END AS quiet
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             1 AS may_see, 1 AS witness) AS proof -- tables refuse, they do not hide their rows
LEFT JOIN (
  SELECT N'Ingestion' AS worker,
         COUNT(CASE WHEN j.JobStatus IN ('Pending', 'Processing') THEN 1 END) AS waiting,
         DATEDIFF(MINUTE, MIN(CASE WHEN j.JobStatus IN ('Pending', 'Processing') THEN j.CreatedAt END), SYSUTCDATETIME()) AS oldest_waiting_minutes,
         DATEDIFF(MINUTE, MAX(CASE WHEN j.JobStatus IN ('Processing', 'Complete') THEN j.LastUpdatedAt END), SYSUTCDATETIME()) AS progress_age_minutes,
         COUNT(CASE WHEN j.JobStatus = 'Failed' AND j.LastUpdatedAt >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END) AS failed,
         COUNT(CASE WHEN j.CreatedAt >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END) AS arrivals,
         COUNT(CASE WHEN j.CreatedAt >= DATEADD(MINUTE, -@windowMinutes, DATEADD(DAY, -7, SYSUTCDATETIME()))
                     AND j.CreatedAt < DATEADD(DAY, -7, SYSUTCDATETIME()) THEN 1 END) AS arrivals_last_week
  FROM dbo.IngestionJob AS j
  WHERE j.JobStatus IN ('Pending', 'Processing')
     OR j.CreatedAt >= DATEADD(DAY, -8, SYSUTCDATETIME()) OR j.LastUpdatedAt >= DATEADD(DAY, -1, SYSUTCDATETIME())
  UNION ALL
  -- the newest atoms by key: a scan of all atoms would cost more than it tells
  SELECT N'EmbeddingGenerator',
         COUNT(CASE WHEN a.embedded = 0 THEN 1 END),
         DATEDIFF(MINUTE, MIN(CASE WHEN a.embedded = 0 THEN a.CreatedAt END), SYSUTCDATETIME()),
         (SELECT DATEDIFF(MINUTE, MAX(n.CreatedAt), SYSUTCDATETIME())
          FROM (SELECT TOP (1) e.CreatedAt FROM dbo.AtomEmbeddings AS e ORDER BY e.AtomEmbeddingId DESC) AS n),
         0,
         COUNT(CASE WHEN a.CreatedAt >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END),
         0
  FROM (SELECT TOP (@newestAtoms) t.AtomId, t.CreatedAt,
               CASE WHEN EXISTS (SELECT 1 FROM dbo.AtomEmbeddings AS x WHERE x.AtomId = t.AtomId) THEN 1 ELSE 0 END AS embedded
        FROM dbo.Atom AS t ORDER BY t.AtomId DESC) AS a
  UNION ALL
  SELECT N'Neo4jSync',
         (SELECT COUNT(*) FROM dbo.Neo4jSyncQueue AS m WITH (NOLOCK)),
         (SELECT DATEDIFF(MINUTE, MIN(m.message_enqueue_time), GETUTCDATE()) FROM dbo.Neo4jSyncQueue AS m WITH (NOLOCK)),
         DATEDIFF(MINUTE, MAX(CASE WHEN l.SyncStatus = N'Success' THEN l.SyncTimestamp END), SYSUTCDATETIME()),
         0, -- its failures are the check neo4j-sync
         COUNT(CASE WHEN l.SyncTimestamp >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END),
         COUNT(CASE WHEN l.SyncTimestamp >= DATEADD(MINUTE, -@windowMinutes, DATEADD(DAY, -7, SYSUTCDATETIME()))
                     AND l.SyncTimestamp < DATEADD(DAY, -7, SYSUTCDATETIME()) THEN 1 END)
  FROM dbo.Neo4jSyncLog AS l
  WHERE l.SyncTimestamp >= DATEADD(DAY, -8, SYSUTCDATETIME())
  UNION ALL
  -- scheduled jobs wait only from their time on
  SELECT N'BackgroundJob ' + b.JobType COLLATE DATABASE_DEFAULT,
         COUNT(CASE WHEN b.Status IN (0, 1) OR (b.Status = 6 AND b.ScheduledAtUtc < SYSUTCDATETIME()) THEN 1 END),
         DATEDIFF(MINUTE, MIN(CASE WHEN b.Status IN (0, 1) OR (b.Status = 6 AND b.ScheduledAtUtc < SYSUTCDATETIME())
                                   THEN COALESCE(b.ScheduledAtUtc, b.CreatedAtUtc) END), SYSUTCDATETIME()),
         DATEDIFF(MINUTE, MAX(COALESCE(b.CompletedAtUtc, b.StartedAtUtc)), SYSUTCDATETIME()),
         COUNT(CASE WHEN b.Status IN (3, 4)
                     AND COALESCE(b.CompletedAtUtc, b.StartedAtUtc) >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END),
         COUNT(CASE WHEN b.CreatedAtUtc >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END),
         COUNT(CASE WHEN b.CreatedAtUtc >= DATEADD(MINUTE, -@windowMinutes, DATEADD(DAY, -7, SYSUTCDATETIME()))
                     AND b.CreatedAtUtc < DATEADD(DAY, -7, SYSUTCDATETIME()) THEN 1 END)
  FROM dbo.BackgroundJob AS b
  WHERE b.Status IN (0, 1, 6) OR b.CreatedAtUtc >= DATEADD(DAY, -8, SYSUTCDATETIME())
  GROUP BY b.JobType
) AS found ON 1 = 1
ORDER BY found.worker;
