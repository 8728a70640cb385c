/*
Purpose: drops a copy that a run made, with its files.
Right: dbcreator.
*/
DROP DATABASE [$(HartDatabase)]
