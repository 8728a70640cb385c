SELECT f.file_id, f.type_desc, f.name, f.physical_name, f.state_desc,
       CONVERT(bigint, f.size) * 8 / 1024                                     AS size_mb,
       CONVERT(bigint, FILEPROPERTY(f.name, 'SpaceUsed')) * 8 / 1024          AS used_mb,
       CASE WHEN f.growth = 0 THEN CONVERT(bigint, f.size) * 8 / 1024
            WHEN f.max_size = -1 THEN NULL
            ELSE CONVERT(bigint, f.max_size) * 8 / 1024 END                   AS max_mb,
       f.is_percent_growth,
       CASE WHEN f.is_percent_growth = 1 THEN f.growth ELSE f.growth * 8 / 1024 END AS growth_value
FROM sys.database_files AS f
WHERE f.type IN (0, 1)
ORDER BY f.file_id;
