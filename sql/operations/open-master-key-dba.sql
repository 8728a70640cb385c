/*
Purpose: lets this server open the master key of a restored database by itself again. Sent by nobody but the DBA, who has its password.
Right: CONTROL on the database.
*/
USE [$(HartDatabase)]; OPEN MASTER KEY DECRYPTION BY PASSWORD = N'its password'; ALTER MASTER KEY ADD ENCRYPTION BY SERVICE MASTER KEY
