/*
Purpose: gives a user that a restore brought back a login of this server again, which must be there. Sent by nobody but the DBA.
Right: ALTER ANY USER in the database.
*/
USE [$(HartDatabase)]; ALTER USER [$(HartUser)] WITH LOGIN = [$(HartUser)]
