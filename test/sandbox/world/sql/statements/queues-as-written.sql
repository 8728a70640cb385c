SELECT SCHEMA_NAME(q.schema_id) AS [schema], q.name, p.rows AS depth, q.is_receive_enabled, q.is_enqueue_enabled,
       q.is_activation_enabled, q.activation_procedure, q.max_readers, q.is_poison_message_handling_enabled, q.is_retention_enabled,
       m.state, m.tasks_waiting, m.last_activated_time, m.last_empty_rowset_time,
       (SELECT COUNT(*) FROM sys.dm_broker_activated_tasks a WHERE a.database_id=DB_ID() AND a.queue_id=q.object_id) AS readers
FROM sys.service_queues q
JOIN sys.internal_tables it ON it.parent_object_id=q.object_id AND it.internal_type_desc=N'QUEUE_MESSAGES'
JOIN sys.partitions p ON p.object_id=it.object_id AND p.index_id=1
LEFT JOIN sys.dm_broker_queue_monitors m ON m.database_id=DB_ID() AND m.queue_id=q.object_id
WHERE q.is_ms_shipped=0
ORDER BY q.name;
