/*
Purpose: how many of the requests that a resync sent still wait for the sync worker: live work comes and goes beside them.
Right: SELECT on dbo.Neo4jSyncQueue, VIEW ANY DEFINITION.
*/
SELECT CONVERT(varchar(20), COUNT(*)) AS waiting
FROM [$(HartDatabase)].dbo.Neo4jSyncQueue AS q WITH (NOLOCK)
JOIN [$(HartDatabase)].sys.conversation_endpoints AS c ON c.conversation_handle = q.conversation_handle
WHERE c.far_service = N'//Hart/Service/Resync'
