/*
Purpose: the same by a DBA, where dbo.hart_SetQueue is not installed: switches the activation of a queue on.
Right: ALTER on the queue.
*/
ALTER QUEUE [$(HartDatabase)].dbo.[$(HartQueue)] WITH STATUS = ON, ACTIVATION (STATUS = ON)
