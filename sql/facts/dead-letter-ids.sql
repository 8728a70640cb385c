/*
Purpose: the numbers of dead letters of the sync, the oldest first, never what is in them.
Right: SELECT on dbo.Neo4jSyncDeadLetterQueue (DeadLetterId).
*/
SELECT TOP (@rows) CONVERT(varchar(20), d.DeadLetterId) AS id
FROM [$(HartDatabase)].dbo.Neo4jSyncDeadLetterQueue AS d
WHERE d.DeadLetterId > @after AND d.DeadLetterId <= @upTo
ORDER BY d.DeadLetterId
