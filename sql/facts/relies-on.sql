/*
Purpose: what the database relies on outside of it: users whose login this server lacks, and assemblies, which the server must trust.
Right: VIEW ANY DEFINITION. Catalogue views hide rows instead of refusing: without the right nothing is listed.
*/
SELECT N'user' AS kind, u.name AS name
FROM [$(HartDatabase)].sys.database_principals AS u
WHERE u.type IN (N'S', N'U', N'G') AND u.authentication_type = 1 AND u.name NOT IN (N'dbo', N'guest', N'INFORMATION_SCHEMA', N'sys')
  AND NOT EXISTS (SELECT 1 FROM sys.server_principals AS p WHERE p.sid = u.sid)
UNION ALL
SELECT N'assembly', a.name
FROM [$(HartDatabase)].sys.assemblies AS a
WHERE a.is_user_defined = 1
