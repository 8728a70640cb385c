/*
Purpose: opens a database again of which only the tail of the log was backed up: nothing in it was overwritten.
Right: dbcreator.
*/
RESTORE DATABASE [$(HartDatabase)] WITH RECOVERY
