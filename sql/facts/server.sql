/*
Purpose: which server answers, and what it can do. Asked once for each connection.
Right: none.
*/
SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName'))     AS server_name,
       CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS version,
       CONVERT(int, SERVERPROPERTY('ProductMajorVersion'))      AS major_version,
       CONVERT(nvarchar(128), SERVERPROPERTY('Edition'))        AS edition,
       CONVERT(int, SERVERPROPERTY('EngineEdition'))            AS engine_edition,
       CONVERT(int, SERVERPROPERTY('IsHadrEnabled'))            AS is_hadr
