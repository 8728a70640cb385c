/*
Purpose: the same by a DBA, where dbo.hart_SetQueue is not installed: lets a queue take and give messages again.
Right: ALTER on the queue.
*/
ALTER QUEUE [$(HartDatabase)].dbo.[$(HartQueue)] WITH STATUS = ON
