/*
Purpose: checks a copy, which belongs to the login that restored it.
Right: db_owner in it.
*/
DBCC CHECKDB ([$(HartDatabase)]) WITH NO_INFOMSGS, ALL_ERRORMSGS
