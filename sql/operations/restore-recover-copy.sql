/*
Purpose: ends the restore of a copy: it opens, with its broker off.
Right: dbcreator.
*/
RESTORE DATABASE [$(HartDatabase)] WITH RECOVERY
