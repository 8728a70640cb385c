/*
Purpose: takes one dead letter of the sync away and keeps it in dbo.HartTakenMessage.
Right: EXECUTE on dbo.hart_DismissDeadLetter.
*/
EXEC [$(HartDatabase)].dbo.hart_DismissDeadLetter @DeadLetterId = @letter
