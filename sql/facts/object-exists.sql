/*
Purpose: whether a table, view or queue is there for this login to see, to choose a check's variant.
Right: none; an object on which the login has no right, not even to see its definition, counts as absent. So does a synonym: the reader
gets no rights on those.
*/
SELECT CASE WHEN COALESCE(OBJECT_ID(@object, N'U'), OBJECT_ID(@object, N'V'), OBJECT_ID(@object, N'SQ')) IS NULL THEN 0 ELSE 1 END AS found
