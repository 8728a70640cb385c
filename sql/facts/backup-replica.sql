/*
Purpose: whether backups of a database of an availability group are to be taken on this replica, and whether it is the primary.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE).
*/
SELECT CONVERT(int, sys.fn_hadr_backup_is_preferred_replica(@database)) AS preferred,
       CONVERT(int, sys.fn_hadr_is_primary_replica(@database))          AS is_primary
