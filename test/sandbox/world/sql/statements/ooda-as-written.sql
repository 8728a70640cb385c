SELECT ph.Phase, COUNT(m.Phase) AS executions, AVG(CAST(m.DurationMs AS float)) AS avg_ms,
       SUM(CASE WHEN m.Success=0 THEN 1 ELSE 0 END) AS failures, MAX(m.ExecutedAt) AS last_utc
FROM (VALUES(N'Analyze'),(N'Hypothesize'),(N'Act'),(N'Learn')) ph(Phase)
LEFT JOIN dbo.OODALoopMetrics m ON m.Phase=ph.Phase AND m.ExecutedAt>=DATEADD(MINUTE,-@windowMinutes,SYSUTCDATETIME())
GROUP BY ph.Phase;
