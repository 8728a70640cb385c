/*
Purpose: removes one node that SQL Server does not have, with its relationships.
Right: to write in the database.
*/
MATCH (node:`$(Label)` {id: $id, tenantId: $tenant})
DETACH DELETE node
