/*
Purpose: keeps a queue of a copy from starting procedures.
Right: db_owner in it.
*/
ALTER QUEUE [$(HartDatabase)].[$(HartSchema)].[$(HartQueue)] WITH ACTIVATION (STATUS = OFF)
