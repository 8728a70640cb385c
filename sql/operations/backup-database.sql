/*
Purpose: backs up a database, whole or what changed since the last full, into a new file.
Right: db_backupoperator in the database.
*/
BACKUP DATABASE [$(HartDatabase)] TO $(HartDevices) WITH $(HartOptions)
