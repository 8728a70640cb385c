/*
The two logins, on the server; run once, as a member of securityadmin or sysadmin.

  hart_reader    watches: reads state and the tables that checks read, changes nothing
  hart_operator  acts, and only within a run that the right people approved; created disabled, see 03-operator-grants.sql

sqlcmd variables, best given as environment variables of the same names so that they stand on no command line:
  HartReaderPassword, HartOperatorPassword   (no single quotes in them)
Run again it leaves existing logins and their passwords as they are.
*/
:on error exit
USE [master];
GO
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'hart_reader')
    CREATE LOGIN [hart_reader] WITH PASSWORD = N'$(HartReaderPassword)', DEFAULT_DATABASE = [master], CHECK_POLICY = ON, CHECK_EXPIRATION = OFF;
GO
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'hart_operator')
BEGIN
    CREATE LOGIN [hart_operator] WITH PASSWORD = N'$(HartOperatorPassword)', DEFAULT_DATABASE = [master], CHECK_POLICY = ON, CHECK_EXPIRATION = OFF;
    ALTER LOGIN [hart_operator] DISABLE;
END;
GO
