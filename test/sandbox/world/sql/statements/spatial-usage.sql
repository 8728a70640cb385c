SELECT s.name AS schema_name, t.name AS table_name, i.name AS index_name, i.is_disabled, u.user_seeks, u.user_scans, u.last_user_seek
FROM sys.indexes i JOIN sys.tables t ON t.object_id=i.object_id JOIN sys.schemas s ON s.schema_id=t.schema_id
LEFT JOIN sys.dm_db_index_usage_stats u ON u.database_id=DB_ID() AND u.object_id=i.object_id AND u.index_id=i.index_id
WHERE i.type_desc='SPATIAL'
ORDER BY i.name;
