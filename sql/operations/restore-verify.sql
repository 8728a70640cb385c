/*
Purpose: reads a whole backup set with its checksums, and writes nothing.
Right: CREATE ANY DATABASE (dbcreator).
*/
RESTORE VERIFYONLY FROM $(HartDevices) WITH FILE = $(HartPosition)$(HartChecksum)
