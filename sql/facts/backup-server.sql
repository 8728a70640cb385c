/*
Purpose: what the server can do when it backs up, how it writes paths, and its clock. Capabilities are asked, never assumed.
Right: none.
*/
SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName'))          AS server_name,
       CONVERT(nvarchar(128), SERVERPROPERTY('Edition'))             AS edition,
       CONVERT(int, SERVERPROPERTY('EngineEdition'))                 AS engine_edition,
       CONVERT(varchar(23), GETDATE(), 126)                          AS local_now,
       DATEDIFF(MINUTE, GETUTCDATE(), GETDATE())                     AS offset_minutes,
       (SELECT CONVERT(int, c.value_in_use) FROM sys.configurations AS c WHERE c.name = N'backup compression default') AS compresses
