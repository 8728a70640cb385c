/*
Purpose: whether this database is the primary of its availability group here. Asked only where availability groups are on.
Right: VIEW SERVER STATE.
*/
SELECT CONVERT(int, sys.fn_hadr_is_primary_replica(DB_NAME())) AS is_primary
