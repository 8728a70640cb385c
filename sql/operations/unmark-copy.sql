/*
Purpose: takes a mark away from what was a copy: one that got the product's name, or one that was restored with the mark of another time.
Right: db_owner in it.
*/
EXEC [$(HartDatabase)].[sys].[sp_dropextendedproperty] @name = @property
