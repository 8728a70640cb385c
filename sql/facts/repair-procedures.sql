/*
Purpose: which of the procedures of sql/install/07-repair-procedures.sql are there: without them these repairs are the DBA's.
Right: VIEW ANY DEFINITION.
*/
SELECT o.name AS name
FROM [$(HartDatabase)].sys.objects AS o
WHERE o.type = N'P' AND o.name IN (N'hart_SetQueue', N'hart_EndConversations', N'hart_TakeMessage', N'hart_RequeueDeadLetter', N'hart_DismissDeadLetter')
