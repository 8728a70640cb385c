/*
Purpose: sets a queue as it was before a restore, which brings back how it was at the moment restored to.
Right: EXECUTE on dbo.hart_SetQueue.
*/
EXEC [$(HartDatabase)].dbo.hart_SetQueue @Queue = @queue, @Enabled = @enabled, @Activation = @activation
