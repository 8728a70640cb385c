/*
title: Service Broker queues are worked off
subsystem: Queues
target: sql-server
interval: 30s
timeout: 10s
runsOn: primary
needs:
  - {right: VIEW SERVER STATE, until: 15}
  - {right: VIEW SERVER PERFORMANCE STATE, since: 16}
  - VIEW DEFINITION
  - {right: SELECT, object: dbo.AnalyzeQueue}
  - {right: SELECT, object: dbo.HypothesizeQueue}
  - {right: SELECT, object: dbo.ActQueue}
  - {right: SELECT, object: dbo.LearnQueue}
  - {right: SELECT, object: dbo.InitiatorQueue}
  - {right: SELECT, object: dbo.Neo4jSyncQueue}
  - {right: SELECT, object: dbo.InferenceQueue}
  - {right: SELECT, object: dbo.IngestionQueue}
witness: the application's queues in sys.service_queues
parameters:
  risingFrom: 100
  endpointCap: 200000
  headSeconds: 10
labels: [queue]
values:
  depth: count
  backlog: count
  oldest_seconds: seconds
  head: text
  receive_enabled: flag
  enqueue_enabled: flag
  enabled: flag
  activation_enabled: flag
  activation_procedure: text
  readers: count
  max_readers: count
  monitor_state: text
  stuck: flag
  poison_handling: flag
  endpoints: count
rules:
  - alert: queue-backlog
    value: depth
    when: "> 1000"
    recovers: "< 800"
    for: 1m
    keepFiringFor: 5m
    severity: warning
    summary: "{queue} holds {depth} messages"
    remedy: >-
      The reader of this queue is stopped, slower than what arrives, or held up by one message. Neo4jSyncQueue: look whether
      the sync worker runs and Neo4j answers. Others: see readers and activation in `/hart queues`.
  - alert: queue-backlog
    value: depth
    when: "> 5000"
    recovers: "< 4000"
    for: 1m
    keepFiringFor: 5m
    severity: critical
    summary: "{queue} holds {depth} messages"
  - alert: queue-rising
    value: backlog.rising
    when: ">= 3"
    for: 1m
    keepFiringFor: 5m
    severity: warning
    summary: "{queue} grows with every look, {depth} waiting now"
    remedy: >-
      More arrives than is read. If it goes on, the queue becomes a backlog: look whether its reader runs and is slow, or
      whether something upstream sends far more than usual.
  - alert: poison-message
    value: head.unchanged
    when: ">= 2"
    for: 5m
    keepFiringFor: 5m
    severity: critical
    summary: "The same message stands at the head of {queue} and is not taken ({depth} behind it)"
    remedy: >-
      The reader takes this message, fails and rolls back; nothing behind it is read: find why in its log. Operators look at
      it, send it anew or drop it from `/hart queues`. SQL Server does not see the readers of Neo4jSyncQueue, InferenceQueue
      and IngestionQueue: look first whether theirs runs.
  - alert: queue-disabled
    value: enabled
    when: "< 1"
    for: 30s
    keepFiringFor: 1m
    severity: critical
    summary: "{queue} is switched off"
    remedy: >-
      Nothing is read from it or sent to it; senders' messages wait undelivered. Five rollbacks of a poison message switch a
      queue off, or somebody did. Find the message at its head and mend the cause before ALTER QUEUE ... WITH STATUS = ON,
      or it goes off again.
  - alert: activation-stuck
    value: stuck
    when: "> 0"
    for: 5m
    keepFiringFor: 5m
    severity: critical
    summary: "Nobody reads {queue}, {depth} waiting (activation {monitor_state})"
    remedy: >-
      Messages wait and the activation procedure does not read them: it cannot start, or starts and does not RECEIVE. Look
      in SQL Server's error log for its errors, at the rights of the user it runs as, and at its last change.
  - alert: conversations-leaking
    value: endpoints
    when: "> 100000"
    recovers: "< 90000"
    for: 10m
    keepFiringFor: 10m
    severity: warning
    summary: "Open conversations of {queue}, begun and not ended: {endpoints}"
    remedy: >-
      Conversations are begun and never ended by both sides, so sys.conversation_endpoints grows until it slows all messages
      and tempdb. Find the sender or reader that lacks END CONVERSATION; a DBA ends the old ones in batches.
onEmpty: unknown
onMissing: unknown
operation: queue
headline: "{worst(queue by depth)} {max(depth)} waiting, {sum(depth)} in all"
remedy: >-
  A backlog means that the reader of the queue is stopped, slower than what arrives, or held up by one message.
  Neo4jSyncQueue: look whether the sync worker runs and Neo4j answers. A queue that is switched off was disabled by five
  rollbacks of a poison message, or by someone: find the message at its head (SELECT TOP (1) from the queue, ordered by
  queuing_order) before ALTER QUEUE ... WITH STATUS = ON. Where poison handling is off (Neo4jSyncQueue) a bad message is
  rolled back for ever and shows as the same head in three successive looks: the head is given as conversation:order. It is
  left out where it says nothing: when it has waited for ten seconds at most, when nobody reads or may read, and with
  RETENTION on. Activation stuck means that the procedure starts and does not RECEIVE: look in the error log for its errors. A
  queue of this list that does not exist makes the check unknown (object missing); take it out in a copy of this file if your
  deployment has none.
*/
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.queue, found.depth, found.backlog, found.oldest_seconds, found.head, found.receive_enabled, found.enqueue_enabled,
       found.enabled, found.activation_enabled, found.activation_procedure, found.readers, found.max_readers, found.monitor_state,
       found.stuck, found.poison_handling, found.endpoints
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             CASE WHEN (COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER PERFORMANCE STATE'), 0) = 1
                        OR COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER STATE'), 0) = 1)
                   AND COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DEFINITION'), 0) = 1 THEN 1 ELSE 0 END AS may_see,
             (SELECT COUNT(*) FROM sys.service_queues AS w WHERE w.is_ms_shipped = 0) AS witness) AS proof
LEFT JOIN (SELECT q.name AS queue,
                  CONVERT(varchar(20), COALESCE(d.depth, 0)) AS depth,
                  -- small ups and downs of a busy queue are no trend
                  CONVERT(varchar(20), CASE WHEN d.depth >= @risingFrom THEN d.depth ELSE 0 END) AS backlog,
                  COALESCE(h.waiting_seconds, 0) AS oldest_seconds,
                  -- a busy queue has a new head with every look, and one that nobody may take or reads says nothing
                  CASE WHEN q.is_retention_enabled = 0 AND q.is_receive_enabled = 1 AND h.waiting_seconds > @headSeconds
                            AND (q.is_activation_enabled = 0 OR r.readers > 0 OR m.state = N'RECEIVES_OCCURRING') THEN h.head END AS head,
                  CONVERT(int, q.is_receive_enabled) AS receive_enabled,
                  CONVERT(int, q.is_enqueue_enabled) AS enqueue_enabled,
                  CASE WHEN q.is_receive_enabled = 1 AND q.is_enqueue_enabled = 1 THEN 1 ELSE 0 END AS enabled,
                  CONVERT(int, q.is_activation_enabled) AS activation_enabled,
                  q.activation_procedure,
                  COALESCE(r.readers, 0) AS readers,
                  COALESCE(q.max_readers, 0) AS max_readers,
                  COALESCE(m.state, N'none') AS monitor_state,
                  CASE WHEN q.is_activation_enabled = 1 AND q.is_receive_enabled = 1 AND d.depth > 0 AND COALESCE(r.readers, 0) = 0
                            AND (m.queue_id IS NULL OR m.state = N'NOTIFIED') THEN 1 ELSE 0 END AS stuck,
                  CONVERT(int, q.is_poison_message_handling_enabled) AS poison_handling,
                  COALESCE(c.endpoints, 0) AS endpoints
           FROM sys.service_queues AS q
           LEFT JOIN (SELECT it.parent_object_id, SUM(p.rows) AS depth
                      FROM sys.internal_tables AS it
                      JOIN sys.partitions AS p ON p.object_id = it.object_id AND p.index_id IN (0, 1)
                      WHERE it.internal_type_desc = N'QUEUE_MESSAGES'
                      GROUP BY it.parent_object_id) AS d ON d.parent_object_id = q.object_id
           LEFT JOIN sys.dm_broker_queue_monitors AS m ON m.database_id = DB_ID() AND m.queue_id = q.object_id
           LEFT JOIN (SELECT a.queue_id, COUNT(*) AS readers FROM sys.dm_broker_activated_tasks AS a
                      WHERE a.database_id = DB_ID() GROUP BY a.queue_id) AS r ON r.queue_id = q.object_id
           LEFT JOIN (SELECT s.service_queue_id, COUNT(*) AS endpoints
                      FROM (SELECT TOP (@endpointCap) e.service_id FROM sys.conversation_endpoints AS e WHERE e.state <> 'CD') AS o
                      JOIN sys.services AS s ON s.service_id = o.service_id
                      GROUP BY s.service_queue_id) AS c ON c.service_queue_id = q.object_id
           LEFT JOIN (
           SELECT N'AnalyzeQueue' AS queue_name, h.head, h.waiting_seconds
           FROM (SELECT TOP (1) CONVERT(varchar(36), m.conversation_handle) + ':' + CONVERT(varchar(20), m.queuing_order) AS head,
                        DATEDIFF(SECOND, m.message_enqueue_time, GETUTCDATE()) AS waiting_seconds
                 FROM dbo.AnalyzeQueue AS m WITH (NOLOCK) WHERE m.status IN (0, 1)
                 ORDER BY m.priority DESC, m.queuing_order) AS h
           UNION ALL
           SELECT N'HypothesizeQueue' AS queue_name, h.head, h.waiting_seconds
           FROM (SELECT TOP (1) CONVERT(varchar(36), m.conversation_handle) + ':' + CONVERT(varchar(20), m.queuing_order) AS head,
                        DATEDIFF(SECOND, m.message_enqueue_time, GETUTCDATE()) AS waiting_seconds
                 FROM dbo.HypothesizeQueue AS m WITH (NOLOCK) WHERE m.status IN (0, 1)
                 ORDER BY m.priority DESC, m.queuing_order) AS h
           UNION ALL
           SELECT N'ActQueue' AS queue_name, h.head, h.waiting_seconds
           FROM (SELECT TOP (1) CONVERT(varchar(36), m.conversation_handle) + ':' + CONVERT(varchar(20), m.queuing_order) AS head,
                        DATEDIFF(SECOND, m.message_enqueue_time, GETUTCDATE()) AS waiting_seconds
                 FROM dbo.ActQueue AS m WITH (NOLOCK) WHERE m.status IN (0, 1)
                 ORDER BY m.priority DESC, m.queuing_order) AS h
           UNION ALL
           SELECT N'LearnQueue' AS queue_name, h.head, h.waiting_seconds
           FROM (SELECT TOP (1) CONVERT(varchar(36), m.conversation_handle) + ':' + CONVERT(varchar(20), m.queuing_order) AS head,
                        DATEDIFF(SECOND, m.message_enqueue_time, GETUTCDATE()) AS waiting_seconds
                 FROM dbo.LearnQueue AS m WITH (NOLOCK) WHERE m.status IN (0, 1)
                 ORDER BY m.priority DESC, m.queuing_order) AS h
           UNION ALL
           SELECT N'InitiatorQueue' AS queue_name, h.head, h.waiting_seconds
           FROM (SELECT TOP (1) CONVERT(varchar(36), m.conversation_handle) + ':' + CONVERT(varchar(20), m.queuing_order) AS head,
                        DATEDIFF(SECOND, m.message_enqueue_time, GETUTCDATE()) AS waiting_seconds
                 FROM dbo.InitiatorQueue AS m WITH (NOLOCK) WHERE m.status IN (0, 1)
                 ORDER BY m.priority DESC, m.queuing_order) AS h
           UNION ALL
           SELECT N'Neo4jSyncQueue' AS queue_name, h.head, h.waiting_seconds
           FROM (SELECT TOP (1) CONVERT(varchar(36), m.conversation_handle) + ':' + CONVERT(varchar(20), m.queuing_order) AS head,
                        DATEDIFF(SECOND, m.message_enqueue_time, GETUTCDATE()) AS waiting_seconds
                 FROM dbo.Neo4jSyncQueue AS m WITH (NOLOCK) WHERE m.status IN (0, 1)
                 ORDER BY m.priority DESC, m.queuing_order) AS h
           UNION ALL
           SELECT N'InferenceQueue' AS queue_name, h.head, h.waiting_seconds
           FROM (SELECT TOP (1) CONVERT(varchar(36), m.conversation_handle) + ':' + CONVERT(varchar(20), m.queuing_order) AS head,
                        DATEDIFF(SECOND, m.message_enqueue_time, GETUTCDATE()) AS waiting_seconds
                 FROM dbo.InferenceQueue AS m WITH (NOLOCK) WHERE m.status IN (0, 1)
                 ORDER BY m.priority DESC, m.queuing_order) AS h
           UNION ALL
           SELECT N'IngestionQueue' AS queue_name, h.head, h.waiting_seconds
           FROM (SELECT TOP (1) CONVERT(varchar(36), m.conversation_handle) + ':' + CONVERT(varchar(20), m.queuing_order) AS head,
                        DATEDIFF(SECOND, m.message_enqueue_time, GETUTCDATE()) AS waiting_seconds
                 FROM dbo.IngestionQueue AS m WITH (NOLOCK) WHERE m.status IN (0, 1)
                 ORDER BY m.priority DESC, m.queuing_order) AS h
           ) AS h ON h.queue_name = q.name AND q.schema_id = SCHEMA_ID(N'dbo')
           WHERE q.is_ms_shipped = 0) AS found ON 1 = 1
ORDER BY found.queue;
