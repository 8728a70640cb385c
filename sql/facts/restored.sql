/*
Purpose: when this database was last restored, in UTC: what it says of itself before that is another time's. Asked once for each connection.
Right: SELECT in msdb on restorehistory. Without it nothing is held against what the database says.
*/
SELECT CONVERT(varchar(23), DATEADD(MINUTE, DATEDIFF(MINUTE, GETDATE(), GETUTCDATE()), MAX(h.restore_date)), 126) AS restored_utc
FROM msdb.dbo.restorehistory AS h
WHERE h.destination_database_name = DB_NAME()
