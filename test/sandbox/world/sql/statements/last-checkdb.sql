SELECT d.name AS database_name, d.state_desc, x.last_good_raw_local,
       CASE WHEN x.last_good IS NULL THEN NULL
            WHEN x.last_good < '19010101' THEN 1 ELSE 0 END AS never_checked,
       CASE WHEN x.last_good >= '19010101' THEN DATEDIFF(HOUR, x.last_good, GETDATE()) END AS age_hours
FROM sys.databases AS d
CROSS APPLY (SELECT CONVERT(datetime, DATABASEPROPERTYEX(d.name, 'LastGoodCheckDbTime')) AS last_good,
                    CONVERT(varchar(23), CONVERT(datetime, DATABASEPROPERTYEX(d.name, 'LastGoodCheckDbTime')), 126) AS last_good_raw_local) AS x
WHERE d.source_database_id IS NULL AND d.name <> N'tempdb'
ORDER BY d.name;
