/*
Purpose: whether a database is shipped to another server by its log.
Right: SELECT in msdb on log_shipping_primary_databases and log_shipping_secondary_databases.
*/
SELECT p.primary_database AS database_name FROM msdb.dbo.log_shipping_primary_databases AS p
UNION ALL
SELECT s.secondary_database FROM msdb.dbo.log_shipping_secondary_databases AS s
