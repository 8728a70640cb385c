/*
title: The OODA loop turns
subsystem: OODA loop
target: sql-server
interval: 1m
timeout: 10s
runsOn: primary
needs:
  - {right: SELECT, object: dbo.OODALoopMetrics}
  - {right: SELECT, object: dbo.PendingActions}
witness: the runs of the OODA phases
looksBack: 2h
parameters:
  windowMinutes: 120
  lookbackDays: 7
labels: [phase]
values:
  last_age_minutes: minutes
  executions: count
  failures: count
  avg_ms: ms
  cycles: count
  cycle_broken: flag
  pending_actions: count
  oldest_pending_minutes: minutes
  evidence: text
rules:
  - alert: ooda-stalled
    value: last_age_minutes
    when: "> 120"
    for: 2m
    keepFiringFor: 2m
    severity: critical
    summary: "The OODA phase {phase} last ran {last_age_minutes} ago"
    remedy: >-
      This phase has not run for twice its cadence, so the loop no longer acts. Analyze is started from outside: look at the
      job that calls sp_Analyze. The other three are started by their queues: see the check queues for one that is disabled,
      stuck or held up by a message.
  - alert: ooda-failures
    value: failures
    when: "> 0"
    for: 0s
    keepFiringFor: 10m
    severity: warning
    summary: "The OODA phase {phase} failed {failures} of {executions} times in two hours"
    remedy: >-
      The phase runs and fails; the loop learns nothing from such runs. Read the messages in
      dbo.AutonomousImprovementHistory: usually a right, a timeout, or something that a release changed.
  - alert: ooda-failures
    value: failures
    when: "> 3"
    for: 0s
    keepFiringFor: 10m
    severity: critical
    summary: "The OODA phase {phase} failed {failures} of {executions} times in two hours"
  - alert: ooda-cycle-broken
    value: cycle_broken
    when: "> 0"
    for: 10m
    keepFiringFor: 10m
    severity: warning
    summary: "OODA cycles begin and none was completed in two hours"
    remedy: >-
      Cycles begin with Analyze and none reaches Learn. Find the phase that breaks the chain: the one whose last run is
      oldest, then its queue in the check queues, then its messages in dbo.AutonomousImprovementHistory.
  - alert: actions-awaiting-approval
    value: oldest_pending_minutes
    when: "> 1440"
    for: 5m
    keepFiringFor: 10m
    severity: warning
    summary: "Actions of the OODA loop that wait for a person: {pending_actions}, the oldest for {oldest_pending_minutes}"
    remedy: >-
      The loop wants a person to decide on risky changes and has waited for a day. Nothing is broken: read
      dbo.PendingActions and approve or reject each.
onEmpty: unknown
onMissing: unknown
headline: "{count()} phases, oldest run {max(last_age_minutes)} ago"
remedy: >-
  A phase that did not run for twice its cadence (15 to 60 minutes) is stalled. Analyze is started from outside: look at the job
  that calls sp_Analyze. The other three are started by their queues: see the check queues for a disabled queue, a stuck
  activation or a message that is rolled back again and again. Failures: read their messages in
  dbo.AutonomousImprovementHistory. Actions awaiting approval are risky changes that the loop itself wants a person to decide on
  (dbo.PendingActions). Without dbo.OODALoopMetrics the check goes by the queues' last activation, AutonomousImprovementHistory
  and LearningMetrics and says so as its evidence; failures of phases other than Act are then not visible, and a stall may be
  seen later by as much as the server's distance from UTC. A phase of which nothing is known counts as last run when the
  look-back began.
variants:
  - name: metrics
    requires: {object: dbo.OODALoopMetrics}
  - name: substitutes
    requires: {object: dbo.AutonomousImprovementHistory}
*/
-- variant: metrics
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.phase, found.last_age_minutes, found.executions, found.failures, found.avg_ms, found.cycles,
       CASE WHEN found.phase = N'Learn' AND found.cycles = 0 AND found.started > 0 THEN 1 ELSE 0 END AS cycle_broken,
       CASE WHEN found.phase = N'Act' THEN pending.actions ELSE 0 END AS pending_actions,
       CASE WHEN found.phase = N'Act' THEN COALESCE(pending.oldest_minutes, 0) ELSE 0 END AS oldest_pending_minutes,
       N'dbo.OODALoopMetrics' AS evidence
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             -- tables refuse, they do not hide their rows; and every phase has its row, run or not
             1 AS may_see, 1 AS witness) AS proof
CROSS JOIN (SELECT COUNT(a.ActionId) AS actions, DATEDIFF(MINUTE, MIN(a.CreatedUtc), SYSUTCDATETIME()) AS oldest_minutes
            FROM dbo.PendingActions AS a WHERE a.Status = N'PendingApproval') AS pending
LEFT JOIN (SELECT ph.ord, ph.phase,
                  COALESCE(DATEDIFF(MINUTE, MAX(m.ExecutedAt), SYSUTCDATETIME()), @lookbackDays * 1440) AS last_age_minutes,
                  COUNT(CASE WHEN m.ExecutedAt >= w.since THEN 1 END) AS executions,
                  COUNT(CASE WHEN m.ExecutedAt >= w.since AND m.Success = 0 THEN 1 END) AS failures,
                  AVG(CASE WHEN m.ExecutedAt >= w.since THEN CONVERT(float, m.DurationMs) END) AS avg_ms,
                  -- a cycle is complete when all four phases have succeeded
                  MIN(COUNT(CASE WHEN m.ExecutedAt >= w.since AND m.Success = 1 THEN 1 END)) OVER () AS cycles,
                  MAX(COUNT(CASE WHEN m.ExecutedAt >= w.since THEN 1 END)) OVER () AS started
           FROM (VALUES (1, N'Analyze'), (2, N'Hypothesize'), (3, N'Act'), (4, N'Learn')) AS ph(ord, phase)
           CROSS JOIN (SELECT DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) AS since) AS w
           LEFT JOIN dbo.OODALoopMetrics AS m
                  ON m.Phase = ph.phase AND m.ExecutedAt >= DATEADD(DAY, -@lookbackDays, SYSUTCDATETIME())
           GROUP BY ph.ord, ph.phase) AS found ON 1 = 1
ORDER BY found.ord;

-- variant: substitutes
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.phase, found.last_age_minutes, found.executions, found.failures, found.avg_ms, found.cycles,
       0 AS cycle_broken,
       CASE WHEN found.phase = N'Act' THEN pending.actions ELSE 0 END AS pending_actions,
       CASE WHEN found.phase = N'Act' THEN COALESCE(pending.oldest_minutes, 0) ELSE 0 END AS oldest_pending_minutes,
       N'queue activation, AutonomousImprovementHistory, LearningMetrics' AS evidence
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             CASE WHEN (COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER PERFORMANCE STATE'), 0) = 1
                        OR COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER STATE'), 0) = 1)
                   AND COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DEFINITION'), 0) = 1 THEN 1 ELSE 0 END AS may_see,
             (SELECT COUNT(*) FROM sys.service_queues AS w
              WHERE w.name IN (N'AnalyzeQueue', N'HypothesizeQueue', N'ActQueue', N'LearnQueue')) AS witness) AS proof
CROSS JOIN (SELECT COUNT(a.ActionId) AS actions, DATEDIFF(MINUTE, MIN(a.CreatedUtc), SYSUTCDATETIME()) AS oldest_minutes
            FROM dbo.PendingActions AS a WHERE a.Status = N'PendingApproval') AS pending
LEFT JOIN (SELECT ph.ord, ph.phase,
                  COALESCE(MIN(e.age_minutes), @lookbackDays * 1440) AS last_age_minutes,
                  SUM(e.executions) AS executions,
                  COALESCE(SUM(e.failures), 0) AS failures,
                  CONVERT(float, NULL) AS avg_ms,
                  CONVERT(int, NULL) AS cycles
           FROM (VALUES (1, N'Analyze'), (2, N'Hypothesize'), (3, N'Act'), (4, N'Learn')) AS ph(ord, phase)
           LEFT JOIN (
             -- Whether last_activated_time is UTC or local is not documented: the younger age that is not negative. Analyze
             -- is not activated; what it sends activates Hypothesize.
             SELECT f.phase,
                    CASE WHEN DATEDIFF(MINUTE, m.last_activated_time, GETUTCDATE()) >= 0
                              AND (DATEDIFF(MINUTE, m.last_activated_time, GETDATE()) < 0
                                   OR DATEDIFF(MINUTE, m.last_activated_time, GETUTCDATE()) <= DATEDIFF(MINUTE, m.last_activated_time, GETDATE()))
                         THEN DATEDIFF(MINUTE, m.last_activated_time, GETUTCDATE())
                         ELSE DATEDIFF(MINUTE, m.last_activated_time, GETDATE()) END AS age_minutes,
                    CONVERT(int, NULL) AS executions, 0 AS failures
             FROM (VALUES (N'Analyze', N'AnalyzeQueue'), (N'Analyze', N'HypothesizeQueue'), (N'Hypothesize', N'HypothesizeQueue'),
                          (N'Act', N'ActQueue'), (N'Learn', N'LearnQueue')) AS f(phase, queue_name)
             JOIN sys.service_queues AS q ON q.name = f.queue_name
             JOIN sys.dm_broker_queue_monitors AS m ON m.database_id = DB_ID() AND m.queue_id = q.object_id
             UNION ALL
             SELECT N'Act', DATEDIFF(MINUTE, MAX(COALESCE(h.CompletedAt, h.StartedAt)), SYSUTCDATETIME()),
                    COUNT(CASE WHEN h.StartedAt >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END),
                    COUNT(CASE WHEN h.StartedAt >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) AND h.Success = 0 THEN 1 END)
             FROM dbo.AutonomousImprovementHistory AS h
             WHERE h.StartedAt >= DATEADD(DAY, -@lookbackDays, SYSUTCDATETIME())
             UNION ALL
             SELECT N'Learn', DATEDIFF(MINUTE, MAX(l.MeasuredAt), SYSUTCDATETIME()),
                    COUNT(CASE WHEN l.MeasuredAt >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) THEN 1 END), 0
             FROM dbo.LearningMetrics AS l
             WHERE l.MeasuredAt >= DATEADD(DAY, -@lookbackDays, SYSUTCDATETIME())
           ) AS e ON e.phase = ph.phase
           GROUP BY ph.ord, ph.phase) AS found ON 1 = 1
ORDER BY found.ord;
