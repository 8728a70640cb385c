/*
Purpose: whether the node that a run wrote as a proof is read again.
Right: to read in the database.
*/
MATCH (proof:HartProof {id: $run})
RETURN count(proof) AS found
