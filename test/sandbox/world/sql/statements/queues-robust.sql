SELECT SCHEMA_NAME(q.schema_id) AS schema_name, q.name AS queue_name,
       CONVERT(varchar(20), d.depth) AS depth,
       q.is_receive_enabled, q.is_enqueue_enabled, q.is_activation_enabled, q.activation_procedure, q.max_readers,
       q.is_poison_message_handling_enabled, q.is_retention_enabled,
       m.state AS monitor_state, m.tasks_waiting,
       DATEDIFF(SECOND, m.last_activated_time, GETUTCDATE()) AS activated_seconds_ago_if_utc,
       DATEDIFF(SECOND, m.last_activated_time, GETDATE())    AS activated_seconds_ago_if_local,
       (SELECT COUNT(*) FROM sys.dm_broker_activated_tasks AS a WHERE a.database_id = DB_ID() AND a.queue_id = q.object_id) AS readers
FROM sys.service_queues AS q
LEFT JOIN (SELECT it.parent_object_id, SUM(p.rows) AS depth
           FROM sys.internal_tables AS it
           JOIN sys.partitions AS p ON p.object_id = it.object_id AND p.index_id IN (0, 1)
           WHERE it.internal_type_desc = N'QUEUE_MESSAGES'
           GROUP BY it.parent_object_id) AS d ON d.parent_object_id = q.object_id
LEFT JOIN sys.dm_broker_queue_monitors AS m ON m.database_id = DB_ID() AND m.queue_id = q.object_id
WHERE q.is_ms_shipped = 0
ORDER BY schema_name, queue_name;
