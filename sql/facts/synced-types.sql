/*
Purpose: which entity types the product syncs by itself: one that a resync does not carry is told of.
Right: SELECT on dbo.Neo4jSyncLog.
*/
SELECT l.EntityType AS entity_type
FROM [$(HartDatabase)].dbo.Neo4jSyncLog AS l
GROUP BY l.EntityType
ORDER BY l.EntityType
