/*
Purpose: takes one message out of a queue if it is still the one that was agreed upon, keeps it in dbo.HartTakenMessage, and sends it anew
where that is asked for.
Right: EXECUTE on dbo.hart_TakeMessage.
*/
EXEC [$(HartDatabase)].dbo.hart_TakeMessage @Queue = @queue, @ConversationHandle = @conversation, @QueuingOrder = @order, @Requeue = @requeue
