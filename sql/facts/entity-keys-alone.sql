/*
Purpose: the keys of an entity type without a tenant, a page at a time in their order, to be compared with those in the graph.
Right: SELECT on the entity's table.
*/
SELECT TOP (@rows)
       CONVERT(varchar(20), e.[$(KeyColumn)]) AS id,
       CONVERT(varchar(20), 0)                AS tenant
FROM [$(HartDatabase)].[$(SchemaName)].[$(TableName)] AS e
WHERE e.[$(KeyColumn)] > @after AND e.[$(KeyColumn)] <= @top
ORDER BY e.[$(KeyColumn)]
