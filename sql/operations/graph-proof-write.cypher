/*
Purpose: a node of the run's own is written, to prove that the graph takes writes. `graph-proof-remove` takes it away again.
Right: to write in the database.
*/
MERGE (proof:HartProof {id: $run})
RETURN proof.id AS id
