/*
Purpose: when this database was last restored, in UTC: what it says of itself before that is another time's. Asked for each connection, and once a minute, since nothing else tells of a restore by someone else. One that was restored beside and renamed since stands in msdb under its first name, but its create_date is that of the restore or of the new name.
Right: SELECT in msdb on restorehistory. Without it nothing is held against what the database says.
*/
SELECT CONVERT(varchar(23), DATEADD(MINUTE, DATEDIFF(MINUTE, GETDATE(), GETUTCDATE()), MAX(t.happened)), 126) AS restored_utc
FROM (SELECT h.restore_date AS happened
      FROM msdb.dbo.restorehistory AS h
      WHERE h.destination_database_name = DB_NAME()
      UNION ALL
      SELECT d.create_date AS happened
      FROM sys.databases AS d
      WHERE d.name = DB_NAME()) AS t
