/*
Purpose: the server's own clock, local and in UTC: backup history and STOPAT are local.
Right: none.
*/
SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
       CONVERT(int, SERVERPROPERTY('EngineEdition'))        AS engine_edition,
       CONVERT(varchar(23), GETDATE(), 126)                 AS local_now,
       DATEDIFF(MINUTE, GETUTCDATE(), GETDATE())            AS offset_minutes
