/*
Purpose: what is on a backup's media: read back before anything is overwritten. The file is the record, msdb only a note of it.
Right: CREATE ANY DATABASE (dbcreator).
*/
RESTORE HEADERONLY FROM $(HartDevices)
