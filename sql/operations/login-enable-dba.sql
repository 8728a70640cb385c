/*
Purpose: lets a login in again that was disabled for a restore. Sent by nobody but the DBA.
Right: ALTER ANY LOGIN.
*/
ALTER LOGIN [$(HartLogin)] ENABLE
