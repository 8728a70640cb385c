/*
Purpose: the files of every database: where a copy may go, what belongs to whom, and how far a database in RESTORING has come.
Right: VIEW ANY DEFINITION.
*/
SELECT CONVERT(int, f.database_id)                        AS database_id,
       f.name                                             AS logical_name,
       f.physical_name                                    AS physical_name,
       f.type_desc                                        AS kind,
       f.state_desc                                       AS state,
       CONVERT(varchar(20), CONVERT(bigint, f.size) * 8192) AS bytes,
       CONVERT(varchar(26), f.redo_start_lsn)             AS redo_start_lsn,
       CONVERT(varchar(36), f.redo_start_fork_guid)       AS redo_start_fork,
       CONVERT(varchar(26), f.differential_base_lsn)      AS differential_base_lsn,
       CONVERT(varchar(36), f.differential_base_guid)     AS differential_base_guid
FROM sys.master_files AS f
ORDER BY f.database_id, f.file_id
