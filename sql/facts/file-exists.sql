/*
Purpose: whether a file is there, as the server sees it: a backup never goes into a file that exists, and one counts only while its files are seen.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE). SQL Server 2017 and newer.
*/
SELECT CONVERT(int, f.file_exists) AS file_exists
FROM sys.dm_os_file_exists(@path) AS f
