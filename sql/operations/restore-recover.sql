/*
Purpose: ends a restore: the database opens, for administrators only until it is proven. Says nothing about the broker.
Right: dbcreator.
*/
RESTORE DATABASE [$(HartDatabase)] WITH RECOVERY, RESTRICTED_USER
