/*
Purpose: sends one dead letter of the sync again, if it can be read, its type is allowed and its row exists.
Right: EXECUTE on dbo.hart_RequeueDeadLetter.
*/
EXEC [$(HartDatabase)].dbo.hart_RequeueDeadLetter @DeadLetterId = @letter
