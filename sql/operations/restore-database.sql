/*
Purpose: restores a full or differential backup and leaves the database ready for what follows. Never with REPLACE.
Right: dbcreator.
*/
RESTORE DATABASE [$(HartDatabase)] FROM $(HartDevices) WITH NORECOVERY$(HartOptions), STATS = 1
