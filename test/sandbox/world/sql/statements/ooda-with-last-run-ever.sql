SELECT ph.Phase                                                         AS phase,
       COUNT(CASE WHEN m.ExecutedAt >= w.since THEN 1 END)              AS executions,
       AVG(CASE WHEN m.ExecutedAt >= w.since THEN CONVERT(float, m.DurationMs) END) AS avg_ms,
       COUNT(CASE WHEN m.ExecutedAt >= w.since AND m.Success = 0 THEN 1 END) AS failures,
       MAX(m.ExecutedAt)                                                AS last_utc,
       DATEDIFF(MINUTE, MAX(m.ExecutedAt), SYSUTCDATETIME())            AS last_age_minutes
FROM (VALUES (1, N'Analyze'), (2, N'Hypothesize'), (3, N'Act'), (4, N'Learn')) AS ph(ord, Phase)
CROSS JOIN (SELECT DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME()) AS since) AS w
LEFT JOIN dbo.OODALoopMetrics AS m
       ON m.Phase = ph.Phase AND m.ExecutedAt >= DATEADD(DAY, -@lookbackDays, SYSUTCDATETIME())
GROUP BY ph.ord, ph.Phase
ORDER BY ph.ord;
