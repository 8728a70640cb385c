/*
Purpose: ends a batch of the conversations of a queue with one far service, in one state, the oldest first.
Right: EXECUTE on dbo.hart_EndConversations.
*/
EXEC [$(HartDatabase)].dbo.hart_EndConversations @FarService = @farService, @State = @state, @MaxCount = @batch, @Cleanup = @cleanup, @Queue = @queue
