/*
Lets Service Broker start the wrappers of 04-monitoring-objects.sql instead of the product's procedures, so that each run of a phase is
recorded. Optional: without it dbo.OODALoopMetrics stays empty unless the product fills it, and it should then be removed (uninstall.sql),
since an empty table means stalled phases to the check; the check goes by the queues' activation where there is no table.
Run as db_owner, with the sqlcmd variable HartDatabase. Each statement changes a queue only while it starts the product's own procedure.
A new deployment of the product sets the queues back: run this file again after each.
Analyze is called from outside: change that job to EXEC dbo.hart_Analyze with the same parameters.
*/
:on error exit
USE [$(HartDatabase)];
GO
IF OBJECT_ID(N'dbo.hart_Hypothesize', N'P') IS NOT NULL
   AND EXISTS (SELECT 1 FROM sys.service_queues WHERE object_id = OBJECT_ID(N'dbo.HypothesizeQueue') AND activation_procedure LIKE N'%sp[_]Hypothesize%')
    ALTER QUEUE dbo.HypothesizeQueue WITH ACTIVATION (PROCEDURE_NAME = dbo.hart_Hypothesize);
GO
IF OBJECT_ID(N'dbo.hart_Act', N'P') IS NOT NULL
   AND EXISTS (SELECT 1 FROM sys.service_queues WHERE object_id = OBJECT_ID(N'dbo.ActQueue') AND activation_procedure LIKE N'%sp[_]Act%')
    ALTER QUEUE dbo.ActQueue WITH ACTIVATION (PROCEDURE_NAME = dbo.hart_Act);
GO
IF OBJECT_ID(N'dbo.hart_Learn', N'P') IS NOT NULL
   AND EXISTS (SELECT 1 FROM sys.service_queues WHERE object_id = OBJECT_ID(N'dbo.LearnQueue') AND activation_procedure LIKE N'%sp[_]Learn%')
    ALTER QUEUE dbo.LearnQueue WITH ACTIVATION (PROCEDURE_NAME = dbo.hart_Learn);
GO
-- What each queue starts now.
SELECT q.name AS queue_name, q.activation_procedure, q.is_activation_enabled, q.max_readers
FROM sys.service_queues AS q
WHERE q.is_ms_shipped = 0
ORDER BY q.name;
GO
