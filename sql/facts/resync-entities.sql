/*
Purpose: which entity types a resync may send, with the table, key and tenant of each. Missing: sql/install/06-resync.sql was not run.
Right: SELECT on dbo.HartResyncEntity.
*/
SELECT e.EntityType   AS entity_type,
       e.SchemaName   AS schema_name,
       e.TableName    AS table_name,
       e.KeyColumn    AS key_column,
       e.TenantColumn AS tenant_column
FROM [$(HartDatabase)].dbo.HartResyncEntity AS e
WHERE e.IsAllowed = 1
ORDER BY e.EntityType
