/*
Purpose: which of the signed procedures of sql/install the operator's login may run: without them these acts are the DBA's.
Right: VIEW ANY DEFINITION.
*/
SELECT o.name AS name
FROM master.sys.objects AS o
WHERE o.type = N'P' AND o.name IN (N'hart_SetTrustworthy', N'hart_SetOwner', N'hart_KillSession')
