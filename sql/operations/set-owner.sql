/*
Purpose: gives a restored database back to the login that owned it, by the signed procedure.
Right: EXECUTE on master.dbo.hart_SetOwner.
*/
EXEC [master].[dbo].[hart_SetOwner] @Database = @database, @Owner = @owner
