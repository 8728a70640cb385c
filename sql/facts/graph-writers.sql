/*
Purpose: how many seconds ago those whose work ends in the graph last left something: whether they are paused, as a dump wants them.
Right: SELECT on dbo.Atom, dbo.IngestionJob, dbo.Neo4jSyncLog.
*/
SELECT N'Atom' AS table_name, DATEDIFF(SECOND, MAX(a.CreatedAt), SYSUTCDATETIME()) AS seconds_ago
FROM (SELECT TOP (1) t.CreatedAt FROM [$(HartDatabase)].dbo.Atom AS t ORDER BY t.AtomId DESC) AS a
UNION ALL
SELECT N'IngestionJob', DATEDIFF(SECOND, MAX(COALESCE(j.LastUpdatedAt, j.CreatedAt)), SYSUTCDATETIME())
FROM [$(HartDatabase)].dbo.IngestionJob AS j
WHERE j.CreatedAt >= DATEADD(DAY, -1, SYSUTCDATETIME()) OR j.LastUpdatedAt >= DATEADD(DAY, -1, SYSUTCDATETIME())
UNION ALL
SELECT N'Neo4jSyncLog', DATEDIFF(SECOND, MAX(l.SyncTimestamp), SYSUTCDATETIME())
FROM [$(HartDatabase)].dbo.Neo4jSyncLog AS l
WHERE l.SyncTimestamp >= DATEADD(DAY, -1, SYSUTCDATETIME())
