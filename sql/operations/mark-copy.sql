/*
Purpose: writes into a copy which run made it and until when it is wanted: only what bears this is ever dropped by the bot.
Right: db_owner in it.
*/
EXEC [$(HartDatabase)].[sys].[sp_addextendedproperty] @name = @property, @value = @text
