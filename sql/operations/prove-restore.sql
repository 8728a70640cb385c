/*
Purpose: uses a restored database once in each way that a restore can break: a CLR function, a spatial query, every memory-optimized table.
Right: EXECUTE on dbo.hart_ProveRestore in it.
*/
EXEC [$(HartDatabase)].[dbo].[hart_ProveRestore]
