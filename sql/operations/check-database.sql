/*
Purpose: checks a restored database from within, as its owner. No row is good news.
Right: EXECUTE on dbo.hart_CheckDatabase in it.
*/
EXEC [$(HartDatabase)].[dbo].[hart_CheckDatabase] @PhysicalOnly = 0
