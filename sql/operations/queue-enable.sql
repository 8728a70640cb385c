/*
Purpose: lets a queue take and give messages again.
Right: EXECUTE on dbo.hart_SetQueue.
*/
EXEC [$(HartDatabase)].dbo.hart_SetQueue @Queue = @queue, @Enabled = 1
