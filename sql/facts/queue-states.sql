/*
Purpose: how each Service Broker queue is set, so that a restore can put it back.
Right: VIEW ANY DEFINITION.
*/
SELECT SCHEMA_NAME(q.schema_id)                AS schema_name,
       q.name                                  AS name,
       CONVERT(int, q.is_receive_enabled)      AS receive,
       CONVERT(int, q.is_activation_enabled)   AS activation,
       q.activation_procedure                  AS activation_procedure
FROM [$(HartDatabase)].sys.service_queues AS q
WHERE q.is_ms_shipped = 0
