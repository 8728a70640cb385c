/*
Purpose: turns TRUSTWORTHY on again, which every restore turns off, by the signed procedure.
Right: EXECUTE on master.dbo.hart_SetTrustworthy.
*/
EXEC [master].[dbo].[hart_SetTrustworthy] @Database = @database, @On = 1
