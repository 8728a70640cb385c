/*
Purpose: masks a copy of another environment's database by the procedure that the configuration names, before anyone is let in.
Right: db_owner in it, which whoever restored the copy has as its owner. What the procedure may beyond the copy is for the DBA to say.
*/
EXEC [$(HartDatabase)].[$(HartSchema)].[$(HartProcedure)]
