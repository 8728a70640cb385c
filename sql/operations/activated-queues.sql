/*
Purpose: the queues of a copy that would start procedures if its broker were ever enabled.
Right: db_owner in it.
*/
SELECT SCHEMA_NAME(q.schema_id) AS schema_name, q.name AS name
FROM [$(HartDatabase)].sys.service_queues AS q
WHERE q.is_ms_shipped = 0 AND q.is_activation_enabled = 1
