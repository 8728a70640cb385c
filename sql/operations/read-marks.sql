/*
Purpose: which run made a copy, until when it is wanted, and whether and by what its data was masked.
Right: db_owner in it.
*/
SELECT e.name AS name, CONVERT(nvarchar(400), e.value) AS value
FROM [$(HartDatabase)].sys.extended_properties AS e
WHERE e.class = 0 AND e.name IN (N'hart_run', N'hart_expires', N'hart_masked')
