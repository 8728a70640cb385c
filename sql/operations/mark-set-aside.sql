/*
Purpose: writes into a database that a restore beside set aside which run did so: only what bears this is ever dropped by the bot.
Right: EXECUTE on dbo.hart_MarkSetAside in it.
*/
EXEC [$(HartDatabase)].[dbo].[hart_MarkSetAside] @Run = @run
