/*
Purpose: the assemblies of a database that this server does not trust by their hash. One that is signed may run all the same; any runs while the database is TRUSTWORTHY and its owner may load it.
Right: VIEW ANY DEFINITION, VIEW SERVER STATE (from 2022: VIEW SERVER SECURITY STATE).
*/
SELECT a.name AS name, CONVERT(varchar(130), HASHBYTES('SHA2_512', f.content), 1) AS hash
FROM [$(HartDatabase)].sys.assemblies AS a
JOIN [$(HartDatabase)].sys.assembly_files AS f ON f.assembly_id = a.assembly_id AND f.file_id = 1
WHERE a.is_user_defined = 1
  AND NOT EXISTS (SELECT 1 FROM sys.trusted_assemblies AS t WHERE t.hash = HASHBYTES('SHA2_512', f.content))
