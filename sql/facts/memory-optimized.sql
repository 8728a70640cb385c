/*
Purpose: the memory-optimized tables of the database and what they hold: a copy beside it takes as much again.
Right: VIEW DATABASE STATE (from 2022: VIEW DATABASE PERFORMANCE STATE), VIEW ANY DEFINITION.
*/
SELECT SCHEMA_NAME(t.schema_id)                          AS schema_name,
       t.name                                            AS name,
       t.durability_desc                                 AS durability,
       CONVERT(varchar(20), (x.memory_allocated_for_table_kb + x.memory_allocated_for_indexes_kb) * 1024) AS bytes
FROM [$(HartDatabase)].sys.tables AS t
LEFT JOIN [$(HartDatabase)].sys.dm_db_xtp_table_memory_stats AS x ON x.object_id = t.object_id
WHERE t.is_memory_optimized = 1
