/*
Purpose: the newest key of an entity type: what is newer is the sync's own work, and no resync waits for it.
Right: SELECT on the entity's table.
*/
SELECT CONVERT(varchar(20), COALESCE(MAX(e.[$(KeyColumn)]), 0)) AS newest
FROM [$(HartDatabase)].[$(SchemaName)].[$(TableName)] AS e
