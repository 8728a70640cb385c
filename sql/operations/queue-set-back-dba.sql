/*
Purpose: the same by a DBA, where dbo.hart_SetQueue is not installed or does not reach: sets a queue as it was before a restore.
Right: ALTER on the queue.
*/
ALTER QUEUE [$(HartDatabase)].[$(HartSchema)].[$(HartQueue)] WITH $(HartState)
