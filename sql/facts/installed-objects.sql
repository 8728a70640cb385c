/*
Purpose: since when the objects of sql/install are as they are, in the server's time: a restore to a moment before that takes them back.
A table counts by its making alone, since its indexes change the other date too.
Right: VIEW ANY DEFINITION.
*/
SELECT o.name AS name,
       CONVERT(varchar(19), CASE WHEN o.type = N'U' THEN o.create_date ELSE o.modify_date END, 126) AS since_local
FROM [$(HartDatabase)].sys.objects AS o
WHERE o.name IN (N'OODALoopMetrics', N'hart_RecordOODAPhase', N'hart_Analyze', N'hart_Hypothesize', N'hart_Act', N'hart_Learn',
                 N'vw_QueryPerformanceMetrics', N'HartResyncEntity', N'HartResyncProgress', N'hart_EndResyncDialogs',
                 N'hart_SendSyncRequest', N'sp_ResyncAllProvenanceToNeo4j', N'HartTakenMessage', N'hart_SetQueue',
                 N'hart_EndConversations', N'hart_TakeMessage', N'hart_RequeueDeadLetter', N'hart_DismissDeadLetter',
                 N'hart_CheckDatabase', N'hart_ProveRestore', N'hart_MarkSetAside')
