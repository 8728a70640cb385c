/*
Purpose: backs up the log of a database into a new file: it continues the chain, and lets the log be used again.
Right: db_backupoperator in the database.
*/
BACKUP LOG [$(HartDatabase)] TO $(HartDevices) WITH $(HartOptions)
