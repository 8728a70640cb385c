/*
Purpose: the constraints of the graph, which a dump and a load must keep.
Right: to see the schema of the database.
*/
SHOW CONSTRAINTS YIELD name
RETURN name
ORDER BY name
