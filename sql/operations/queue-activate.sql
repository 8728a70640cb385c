/*
Purpose: switches the activation of a queue on, or off so that it can be switched on anew.
Right: EXECUTE on dbo.hart_SetQueue.
*/
EXEC [$(HartDatabase)].dbo.hart_SetQueue @Queue = @queue, @Enabled = 1, @Activation = @activation
