/*
Purpose: whether a message was taken out of its queue, and what became of it: asked after a crash.
Right: SELECT on dbo.HartTakenMessage without its bodies.
*/
SELECT t.WhatBecameOfIt AS outcome
FROM [$(HartDatabase)].dbo.HartTakenMessage AS t
WHERE t.ConversationHandle = @conversation AND t.QueuingOrder = @order
