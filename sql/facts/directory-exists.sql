/*
Purpose: whether the directory for backups is there, as the server sees it.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE). SQL Server 2017 and newer.
*/
SELECT CONVERT(int, f.file_is_a_directory) AS is_directory
FROM sys.dm_os_file_exists(@path) AS f
