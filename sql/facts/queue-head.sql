/*
Purpose: the message at the head of a queue, which its reader takes next: to show it to an operator, to take it out, or to send it anew.
Its body may hold a tenant's data: it is shown to operators alone, and kept nowhere. As hexadecimal digits, at most 4,000 bytes.
Right: SELECT on the queue.
*/
SELECT TOP (1)
       CONVERT(varchar(36), m.conversation_handle)                              AS conversation,
       CONVERT(varchar(20), m.queuing_order)                                    AS queuing_order,
       m.message_type_name                                                      AS message_type,
       CONVERT(varchar(23), m.message_enqueue_time, 126)                        AS enqueued_at,
       CONVERT(varchar(20), LEN(CONVERT(varchar(max), m.message_body, 2)) / 2)  AS bytes,
       LEFT(CONVERT(varchar(max), m.message_body, 2), 8000)                     AS body
FROM [$(HartDatabase)].dbo.[$(HartQueue)] AS m WITH (NOLOCK)
WHERE m.status IN (0, 1)
ORDER BY m.priority DESC, m.queuing_order
