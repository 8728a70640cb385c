/*
Purpose: the keys of one label, a page at a time in their order, to be compared with those of SQL Server.
Right: to read in the database.
*/
MATCH (node:`$(Label)`)
WHERE node.id > $after
RETURN node.id AS id, node.tenantId AS tenant
ORDER BY id, tenant
LIMIT $rows
