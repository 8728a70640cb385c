/*
Purpose: the files and the encryption of a full or differential backup, before it is restored.
Right: CREATE ANY DATABASE (dbcreator).
*/
RESTORE FILELISTONLY FROM $(HartDevices) WITH FILE = $(HartPosition)
