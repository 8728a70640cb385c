SELECT DB_NAME(sp.database_id) AS database_name, sp.database_id, sp.file_id, CONVERT(varchar(20), sp.page_id) AS page_id, sp.event_type, sp.error_count
FROM msdb.dbo.suspect_pages AS sp
WHERE sp.event_type IN (1, 2, 3)
ORDER BY sp.database_id, sp.file_id, sp.page_id;
