/*
Purpose: how one queue of the product is set and how much waits in it. No row: there is no such queue in schema dbo.
Right: VIEW ANY DEFINITION.
*/
SELECT q.name                                             AS name,
       CONVERT(int, q.is_receive_enabled)                 AS receive,
       CONVERT(int, q.is_enqueue_enabled)                 AS enqueue,
       CONVERT(int, q.is_activation_enabled)              AS activation,
       q.activation_procedure                             AS activation_procedure,
       CONVERT(int, q.is_poison_message_handling_enabled) AS poison_handling,
       CONVERT(varchar(20), p.rows)                       AS depth
FROM [$(HartDatabase)].sys.service_queues AS q
LEFT JOIN [$(HartDatabase)].sys.internal_tables AS it ON it.parent_object_id = q.object_id AND it.internal_type_desc = N'QUEUE_MESSAGES'
LEFT JOIN [$(HartDatabase)].sys.partitions AS p ON p.object_id = it.object_id AND p.index_id = 1
WHERE q.name = @queue AND q.is_ms_shipped = 0 AND SCHEMA_NAME(q.schema_id) = N'dbo'
