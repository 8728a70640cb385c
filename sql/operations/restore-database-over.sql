/*
Purpose: restores a full backup over a database of which no tail of the log was backed up: only in a plan that was approved as "without tail".
Right: dbcreator.
*/
RESTORE DATABASE [$(HartDatabase)] FROM $(HartDevices) WITH REPLACE, NORECOVERY$(HartOptions), STATS = 1
