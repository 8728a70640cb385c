/*
Purpose: the product's workers that write to the graph and are connected to its database: whether they are stopped, as a dump wants them.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE); without it only may_see = 0 comes back.
*/
SELECT CONVERT(int, proof.may_see) AS may_see, CONVERT(int, s.session_id) AS session_id, s.program_name AS program, s.host_name AS host
FROM (SELECT CASE WHEN HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER STATE') = 1
                    OR HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER PERFORMANCE STATE') = 1 THEN 1 ELSE 0 END AS may_see) AS proof
LEFT JOIN sys.dm_exec_sessions AS s ON s.is_user_process = 1 AND s.database_id = DB_ID(@database) AND s.program_name LIKE N'%Neo4jSync%'
ORDER BY s.session_id
