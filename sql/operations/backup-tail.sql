/*
Purpose: ends all use of the database and backs up the tail of its log at once, in one batch: whoever connects between the two would spoil the tail. It stays in RESTORING.
Right: dbcreator, and db_backupoperator in the database.
*/
ALTER DATABASE [$(HartDatabase)] SET SINGLE_USER WITH ROLLBACK IMMEDIATE;
BACKUP LOG [$(HartDatabase)] TO DISK = $(HartFile) WITH NORECOVERY, CHECKSUM, NOINIT, NAME = $(HartName), STATS = 1
