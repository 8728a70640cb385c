/*
Purpose: how many requests wait for the sync worker, and whether it may receive them.
Right: VIEW ANY DEFINITION.
*/
SELECT CONVERT(varchar(20), p.rows)      AS depth,
       CONVERT(int, q.is_receive_enabled) AS receive
FROM [$(HartDatabase)].sys.service_queues AS q
JOIN [$(HartDatabase)].sys.internal_tables AS it ON it.parent_object_id = q.object_id AND it.internal_type_desc = N'QUEUE_MESSAGES'
JOIN [$(HartDatabase)].sys.partitions AS p ON p.object_id = it.object_id AND p.index_id = 1
WHERE q.name = N'Neo4jSyncQueue'
