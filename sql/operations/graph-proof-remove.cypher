/*
Purpose: removes the node that proved that the graph takes writes.
Right: to write in the database.
*/
MATCH (proof:HartProof {id: $run})
DETACH DELETE proof
