SELECT pf.name AS function_name, pf.boundary_value_on_right, COUNT(prv.boundary_id) AS boundaries,
       COUNT(CASE WHEN CONVERT(datetime2, prv.value) > SYSUTCDATETIME() THEN 1 END) AS future_boundaries,
       MAX(CONVERT(datetime2, prv.value)) AS last_boundary
FROM sys.partition_functions AS pf
LEFT JOIN sys.partition_range_values AS prv ON prv.function_id = pf.function_id
WHERE pf.name = @function
GROUP BY pf.name, pf.boundary_value_on_right;
