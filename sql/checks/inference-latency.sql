/*
title: Inference answers in time
subsystem: Application
target: sql-server
interval: 1m
timeout: 15s
runsOn: any
needs:
  - {right: SELECT, object: dbo.InferenceRequest}
witness: the inference requests
looksBack: 1h
parameters:
  windowMinutes: 5
  runningSeconds: 30
  lookbackMinutes: 60
labels: [table_name]
values:
  samples: count
  p50_ms: ms
  p95_ms: ms
  p99_ms: ms
  running_long: count
  oldest_running_seconds: seconds
rules:
  - alert: inference-slow
    value: p95_ms
    when: "> 500"
    recovers: "< 450"
    for: 5m
    keepFiringFor: 5m
    severity: warning
    summary: "Inference takes {p95_ms} (p95 of {samples} requests in 5 min)"
  - alert: inference-slow
    value: p95_ms
    when: "> 2000"
    recovers: "< 1800"
    for: 5m
    keepFiringFor: 5m
    severity: critical
    summary: "Inference takes {p95_ms} (p95 of {samples} requests in 5 min)"
  - alert: inference-hanging
    value: running_long
    when: "> 0"
    for: 5m
    keepFiringFor: 5m
    severity: warning
    summary: "Inference requests that are still running: {running_long}, the longest for {oldest_running_seconds}"
    remedy: >-
      These requests began and never ended, so somebody waits or has given up. Look at the model they share and at what
      blocks their sessions. One that hangs for ever was usually left by an API process that died; it is looked at for an
      hour.
onEmpty: ok
onMissing: unknown
headline: "p95 {max(p95_ms)} of {sum(samples)} requests"
remedy: >-
  Users wait. Look at the checks slow-queries and spatial-index first, then at CPU and memory of the server and at the model
  that the slow requests share. Requests that run for longer than the limit and have not ended count with their age so far: a
  hanging service would otherwise look quick. A request that hangs for ever was usually left by an API process that died; such
  rows are looked at for an hour. No row at all means that no request came in five minutes.
variants:
  - name: singular
    requires: {object: dbo.InferenceRequest}
  - name: plural
    requires: {object: dbo.InferenceRequests}
*/
-- variant: singular
WITH timed AS (
  SELECT CASE WHEN r.TotalDurationMs IS NOT NULL THEN CONVERT(float, r.TotalDurationMs)
              ELSE CONVERT(float, DATEDIFF(MILLISECOND, r.RequestTimestamp, SYSUTCDATETIME())) END AS ms,
         CASE WHEN r.TotalDurationMs IS NULL THEN DATEDIFF(SECOND, r.RequestTimestamp, SYSUTCDATETIME()) END AS running_seconds
  FROM dbo.InferenceRequest AS r
  WHERE (r.RequestTimestamp >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) AND r.TotalDurationMs IS NOT NULL)
     OR (r.RequestTimestamp >= DATEADD(MINUTE, -@lookbackMinutes, SYSUTCDATETIME())
         AND r.RequestTimestamp < DATEADD(SECOND, -@runningSeconds, SYSUTCDATETIME())
         AND r.TotalDurationMs IS NULL AND r.CompletionTimestamp IS NULL)
)
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.table_name, found.samples, found.p50_ms, found.p95_ms, found.p99_ms, found.running_long,
       COALESCE(found.oldest_running_seconds, 0) AS oldest_running_seconds
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             1 AS may_see, 1 AS witness) AS proof -- a table refuses, it does not hide its rows
LEFT JOIN (SELECT DISTINCT N'dbo.InferenceRequest' AS table_name,
                  COUNT(*) OVER () AS samples,
                  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY t.ms) OVER () AS p50_ms,
                  PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY t.ms) OVER () AS p95_ms,
                  PERCENTILE_CONT(0.99) WITHIN GROUP (ORDER BY t.ms) OVER () AS p99_ms,
                  COUNT(t.running_seconds) OVER () AS running_long,
                  MAX(t.running_seconds) OVER () AS oldest_running_seconds
           FROM timed AS t) AS found ON 1 = 1;

-- variant: plural
WITH timed AS (
  SELECT CASE WHEN r.TotalDurationMs IS NOT NULL THEN CONVERT(float, r.TotalDurationMs)
              ELSE CONVERT(float, DATEDIFF(MILLISECOND, r.RequestTimestamp, SYSUTCDATETIME())) END AS ms,
         CASE WHEN r.TotalDurationMs IS NULL THEN DATEDIFF(SECOND, r.RequestTimestamp, SYSUTCDATETIME()) END AS running_seconds
  FROM dbo.InferenceRequests AS r
  WHERE (r.RequestTimestamp >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) AND r.TotalDurationMs IS NOT NULL)
     OR (r.RequestTimestamp >= DATEADD(MINUTE, -@lookbackMinutes, SYSUTCDATETIME())
         AND r.RequestTimestamp < DATEADD(SECOND, -@runningSeconds, SYSUTCDATETIME())
         AND r.TotalDurationMs IS NULL AND r.CompletionTimestamp IS NULL)
)
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.table_name, found.samples, found.p50_ms, found.p95_ms, found.p99_ms, found.running_long,
       COALESCE(found.oldest_running_seconds, 0) AS oldest_running_seconds
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             1 AS may_see, 1 AS witness) AS proof -- a table refuses, it does not hide its rows
LEFT JOIN (SELECT DISTINCT N'dbo.InferenceRequests' AS table_name,
                  COUNT(*) OVER () AS samples,
                  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY t.ms) OVER () AS p50_ms,
                  PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY t.ms) OVER () AS p95_ms,
                  PERCENTILE_CONT(0.99) WITHIN GROUP (ORDER BY t.ms) OVER () AS p99_ms,
                  COUNT(t.running_seconds) OVER () AS running_long,
                  MAX(t.running_seconds) OVER () AS oldest_running_seconds
           FROM timed AS t) AS found ON 1 = 1;
