/*
Purpose: keeps a login out, so that nobody who uses the database by it comes back before a restore has ended. Sent by nobody but the DBA.
Right: ALTER ANY LOGIN.
*/
ALTER LOGIN [$(HartLogin)] DISABLE
