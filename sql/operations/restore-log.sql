/*
Purpose: rolls a database in RESTORING forward by one log backup; STOPAT, where there is one, stands here alone.
Right: dbcreator.
*/
RESTORE LOG [$(HartDatabase)] FROM $(HartDevices) WITH NORECOVERY$(HartOptions), STATS = 1
