/*
Purpose: the messages that wait in each queue: enabling the broker sets them going. No row at all means that this login sees no queue.
Right: VIEW DEFINITION in the database.
*/
SELECT q.name AS queue, CONVERT(varchar(20), SUM(p.rows)) AS waiting
FROM [$(HartDatabase)].sys.service_queues AS q
JOIN [$(HartDatabase)].sys.internal_tables AS t ON t.parent_object_id = q.object_id
JOIN [$(HartDatabase)].sys.partitions AS p ON p.object_id = t.object_id AND p.index_id IN (0, 1)
WHERE q.is_ms_shipped = 0
GROUP BY q.name
ORDER BY q.name
