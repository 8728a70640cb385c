/*
Purpose: whether an object is there for this login to see, to choose a check's variant.
Right: none; an object on which the login has no right counts as absent.
*/
SELECT CASE WHEN OBJECT_ID(@object) IS NULL THEN 0 ELSE 1 END AS found
