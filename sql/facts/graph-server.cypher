/*
Purpose: which Neo4j answers: its version and edition. Asked once for each connection.
Right: none.
*/
CALL dbms.components() YIELD name, versions, edition
RETURN name, versions[0] AS version, edition
