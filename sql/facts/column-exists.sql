/*
Purpose: whether a column is there for this login to see, to choose a check's variant.
Right: none; a table on which the login has no right counts as absent.
*/
SELECT CASE WHEN COL_LENGTH(@object, @column) IS NULL THEN 0 ELSE 1 END AS found
