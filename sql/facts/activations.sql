/*
Purpose: the queues that have started their procedure since a restore: the proof that owner and rights fit inside.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE), VIEW ANY DEFINITION.
*/
SELECT q.name AS queue
FROM [$(HartDatabase)].sys.service_queues AS q
JOIN sys.dm_broker_queue_monitors AS m ON m.database_id = DB_ID(@database) AND m.queue_id = q.object_id
WHERE q.is_activation_enabled = 1 AND m.last_activated_time >= CONVERT(datetime, @since, 126)
