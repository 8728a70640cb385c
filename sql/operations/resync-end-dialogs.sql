/*
Purpose: ends the dialogs of a resync that the worker has ended, so that no endpoints are left behind.
Right: EXECUTE on dbo.hart_EndResyncDialogs.
*/
EXEC [$(HartDatabase)].dbo.hart_EndResyncDialogs
