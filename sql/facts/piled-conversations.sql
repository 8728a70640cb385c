/*
Purpose: the conversations of a queue's services that are over on one side and that nobody ends, by far service and state. Those that
converse (CO) are nobody's to end, and closed ones (CD) go by themselves.
Right: VIEW ANY DEFINITION.
*/
SELECT c.far_service                  AS far_service,
       c.state                        AS state,
       CONVERT(varchar(20), COUNT(*)) AS conversations
FROM [$(HartDatabase)].sys.conversation_endpoints AS c
JOIN [$(HartDatabase)].sys.services AS s ON s.service_id = c.service_id
JOIN [$(HartDatabase)].sys.service_queues AS q ON q.object_id = s.service_queue_id
WHERE q.name = @queue AND q.is_ms_shipped = 0 AND c.is_system = 0 AND c.state IN (N'DI', N'DO', N'ER')
GROUP BY c.far_service, c.state
ORDER BY c.far_service, c.state
