/*
Takes away what these files made, and nothing else. Run as sysadmin, with the sqlcmd variables HartDatabase and DropMetrics: with
DropMetrics=1 the recorded runs in dbo.OODALoopMetrics and the messages kept in dbo.HartTakenMessage go too, otherwise these tables stay. Run again it does nothing. Stop the bot first:
a login with open sessions cannot be dropped. Set the job that calls dbo.hart_Analyze back to dbo.sp_Analyze before.
*/
:on error exit
USE [$(HartDatabase)];
GO
-- First the queues, so that none is left starting a procedure that is gone.
IF EXISTS (SELECT 1 FROM sys.service_queues WHERE object_id = OBJECT_ID(N'dbo.HypothesizeQueue') AND activation_procedure LIKE N'%hart[_]Hypothesize%')
    ALTER QUEUE dbo.HypothesizeQueue WITH ACTIVATION (PROCEDURE_NAME = dbo.sp_Hypothesize);
GO
IF EXISTS (SELECT 1 FROM sys.service_queues WHERE object_id = OBJECT_ID(N'dbo.ActQueue') AND activation_procedure LIKE N'%hart[_]Act%')
    ALTER QUEUE dbo.ActQueue WITH ACTIVATION (PROCEDURE_NAME = dbo.sp_Act);
GO
IF EXISTS (SELECT 1 FROM sys.service_queues WHERE object_id = OBJECT_ID(N'dbo.LearnQueue') AND activation_procedure LIKE N'%hart[_]Learn%')
    ALTER QUEUE dbo.LearnQueue WITH ACTIVATION (PROCEDURE_NAME = dbo.sp_Learn);
GO
DROP VIEW IF EXISTS dbo.vw_QueryPerformanceMetrics;
DROP PROCEDURE IF EXISTS dbo.hart_Analyze, dbo.hart_Hypothesize, dbo.hart_Act, dbo.hart_Learn, dbo.hart_RecordOODAPhase;
GO
-- Only a table that 04-monitoring-objects.sql made: it carries the property.
IF N'$(DropMetrics)' = N'1'
   AND EXISTS (SELECT 1 FROM sys.extended_properties WHERE major_id = OBJECT_ID(N'dbo.OODALoopMetrics', N'U') AND minor_id = 0 AND name = N'hart.installed')
    DROP TABLE dbo.OODALoopMetrics;
GO
DROP PROCEDURE IF EXISTS dbo.hart_SetQueue, dbo.hart_EndConversations, dbo.hart_TakeMessage, dbo.hart_RequeueDeadLetter, dbo.hart_DismissDeadLetter, dbo.hart_CheckDatabase, dbo.hart_ProveRestore, dbo.hart_MarkSetAside;
DROP PROCEDURE IF EXISTS dbo.sp_ResyncAllProvenanceToNeo4j, dbo.hart_SendSyncRequest, dbo.hart_EndResyncDialogs;
DROP TABLE IF EXISTS dbo.HartResyncProgress;
DROP TABLE IF EXISTS dbo.HartResyncEntity;
GO
IF N'$(DropMetrics)' = N'1'
    DROP TABLE IF EXISTS dbo.HartTakenMessage;
GO
-- A service takes its conversations with it; what of them still waits in Neo4jSyncQueue is not processed.
IF EXISTS (SELECT 1 FROM sys.conversation_priorities WHERE name = N'HartResync') DROP BROKER PRIORITY HartResync;
GO
IF EXISTS (SELECT 1 FROM sys.services WHERE name = N'//Hart/Service/Resync') DROP SERVICE [//Hart/Service/Resync];
GO
IF EXISTS (SELECT 1 FROM sys.service_queues WHERE object_id = OBJECT_ID(N'dbo.HartResyncQueue')) DROP QUEUE dbo.HartResyncQueue;
GO
DROP USER IF EXISTS [hart_reader];
DROP USER IF EXISTS [hart_operator];
GO
USE [msdb];
GO
DROP USER IF EXISTS [hart_reader];
DROP USER IF EXISTS [hart_operator];
GO
USE [master];
GO
DROP USER IF EXISTS [hart_operator];
GO
DROP PROCEDURE IF EXISTS dbo.hart_SetTrustworthy, dbo.hart_SetOwner, dbo.hart_KillSession;
DROP TABLE IF EXISTS dbo.HartDatabase;
GO
IF EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'HartSigningControl') DROP LOGIN [HartSigningControl];
IF EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'HartSigningSession') DROP LOGIN [HartSigningSession];
GO
IF EXISTS (SELECT 1 FROM sys.certificates WHERE name = N'HartSigningControl') DROP CERTIFICATE HartSigningControl;
IF EXISTS (SELECT 1 FROM sys.certificates WHERE name = N'HartSigningSession') DROP CERTIFICATE HartSigningSession;
GO
IF EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'hart_reader') DROP LOGIN [hart_reader];
GO
IF EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'hart_operator') DROP LOGIN [hart_operator];
GO
