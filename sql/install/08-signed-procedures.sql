/*
Three acts that SQL Server keeps for those with far-reaching rights, as procedures of master that are signed by a certificate: the right
belongs to the signature, not to hart_operator, and holds only while one of these procedures runs, for the databases that
master.dbo.HartDatabase lists. Optional: without them a plan shows these steps as "by the DBA: <statement>".

  dbo.hart_SetTrustworthy   ALTER DATABASE … SET TRUSTWORTHY; SQL Server wants CONTROL SERVER for it
  dbo.hart_SetOwner         ALTER AUTHORIZATION ON DATABASE, only to the login that the list names
  dbo.hart_KillSession      KILL of a session of the bot's own that hangs, known by id, login time and run

Run as sysadmin after 03-operator-grants.sql, with the sqlcmd variable HartDatabase. The private keys are removed at the end: nothing else
can be signed with them. Run again it signs anew, with new certificates. For a further database:
INSERT INTO master.dbo.HartDatabase (DatabaseName, OwnerLogin) VALUES (N'…', N'…');
*/
:on error exit
USE [master];
GO
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO
IF OBJECT_ID(N'dbo.HartDatabase', N'U') IS NULL
    CREATE TABLE dbo.HartDatabase (
        DatabaseName sysname NOT NULL CONSTRAINT PK_HartDatabase PRIMARY KEY,
        OwnerLogin   sysname NOT NULL
    );
GO
-- Whoever owns the database now is whom it is given back to. Look at it: an owner that is sa and TRUSTWORTHY together open the server.
IF NOT EXISTS (SELECT 1 FROM dbo.HartDatabase WHERE DatabaseName = N'$(HartDatabase)')
    INSERT INTO dbo.HartDatabase (DatabaseName, OwnerLogin)
    SELECT d.name, SUSER_SNAME(d.owner_sid) FROM sys.databases AS d WHERE d.name = N'$(HartDatabase)' AND SUSER_SNAME(d.owner_sid) IS NOT NULL;
GO
CREATE OR ALTER PROCEDURE dbo.hart_SetTrustworthy
    @Database sysname,
    @On       bit
AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM master.dbo.HartDatabase WHERE DatabaseName = @Database)
        THROW 50020, N'This database is not in master.dbo.HartDatabase.', 1;
    DECLARE @sql nvarchar(max) = N'ALTER DATABASE ' + QUOTENAME(@Database) + N' SET TRUSTWORTHY ' + CASE @On WHEN 1 THEN N'ON' ELSE N'OFF' END + N';';
    EXEC sys.sp_executesql @sql;
    RETURN 0;
END;
GO
CREATE OR ALTER PROCEDURE dbo.hart_SetOwner
    @Database sysname,
    @Owner    sysname
AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM master.dbo.HartDatabase WHERE DatabaseName = @Database AND OwnerLogin = @Owner)
        THROW 50021, N'master.dbo.HartDatabase does not name this login as owner of this database.', 1;
    DECLARE @sql nvarchar(max) = N'ALTER AUTHORIZATION ON DATABASE::' + QUOTENAME(@Database) + N' TO ' + QUOTENAME(@Owner) + N';';
    EXEC sys.sp_executesql @sql;
    RETURN 0;
END;
GO
-- Only a session of hart_operator that began when the caller says, carries that run's id in its program name, is not the caller's own
-- and is not rolling back.
CREATE OR ALTER PROCEDURE dbo.hart_KillSession
    @SessionId smallint,
    @LoginTime datetime,
    @RunId     nvarchar(60)
AS
BEGIN
    SET NOCOUNT ON;
    IF LEN(@RunId) < 8 OR @RunId LIKE N'%[^A-Za-z0-9-]%'
        THROW 50022, N'@RunId must be the id of a run.', 1;
    IF NOT EXISTS (SELECT 1 FROM sys.dm_exec_sessions AS s
                   WHERE s.session_id = @SessionId AND s.session_id <> @@SPID AND s.login_time = @LoginTime
                     AND s.login_name = N'hart_operator' AND CHARINDEX(@RunId, s.program_name) > 0)
        THROW 50023, N'No session has this id, login time and run.', 1;
    IF EXISTS (SELECT 1 FROM sys.dm_exec_requests AS r WHERE r.session_id = @SessionId AND (r.command LIKE N'%ROLLBACK%' OR r.status = N'rollback'))
        THROW 50024, N'This session is rolling back: let it finish.', 1;
    DECLARE @sql nvarchar(100) = N'KILL ' + CONVERT(nvarchar(10), @SessionId) + N';';
    EXEC sys.sp_executesql @sql;
    RETURN 0;
END;
GO
-- Old signatures go before new certificates come. A changed procedure has lost its signature already.
IF EXISTS (SELECT 1 FROM sys.crypt_properties AS p JOIN sys.certificates AS c ON c.thumbprint = p.thumbprint
           WHERE c.name = N'HartSigningControl' AND p.major_id = OBJECT_ID(N'dbo.hart_SetTrustworthy'))
    DROP SIGNATURE FROM dbo.hart_SetTrustworthy BY CERTIFICATE HartSigningControl;
IF EXISTS (SELECT 1 FROM sys.crypt_properties AS p JOIN sys.certificates AS c ON c.thumbprint = p.thumbprint
           WHERE c.name = N'HartSigningControl' AND p.major_id = OBJECT_ID(N'dbo.hart_SetOwner'))
    DROP SIGNATURE FROM dbo.hart_SetOwner BY CERTIFICATE HartSigningControl;
IF EXISTS (SELECT 1 FROM sys.crypt_properties AS p JOIN sys.certificates AS c ON c.thumbprint = p.thumbprint
           WHERE c.name = N'HartSigningSession' AND p.major_id = OBJECT_ID(N'dbo.hart_KillSession'))
    DROP SIGNATURE FROM dbo.hart_KillSession BY CERTIFICATE HartSigningSession;
GO
IF EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'HartSigningControl') DROP LOGIN [HartSigningControl];
IF EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'HartSigningSession') DROP LOGIN [HartSigningSession];
IF EXISTS (SELECT 1 FROM sys.certificates WHERE name = N'HartSigningControl') DROP CERTIFICATE HartSigningControl;
IF EXISTS (SELECT 1 FROM sys.certificates WHERE name = N'HartSigningSession') DROP CERTIFICATE HartSigningSession;
GO
-- One certificate for what needs CONTROL SERVER, another for KILL: a mistake in one procedure does not lend it the other's right. The
-- passwords are random, known to nobody and of use only until the private keys go, a few lines below.
DECLARE @sql nvarchar(max) = N'', @control nvarchar(80) = CONVERT(nvarchar(80), CRYPT_GEN_RANDOM(32), 2) + N'aA1!',
        @session nvarchar(80) = CONVERT(nvarchar(80), CRYPT_GEN_RANDOM(32), 2) + N'aA1!';
SET @sql = N'CREATE CERTIFICATE HartSigningControl ENCRYPTION BY PASSWORD = N''' + @control + N''' WITH SUBJECT = N''hart: trustworthy and owner'', EXPIRY_DATE = N''2099-12-31'';
ADD SIGNATURE TO dbo.hart_SetTrustworthy BY CERTIFICATE HartSigningControl WITH PASSWORD = N''' + @control + N''';
ADD SIGNATURE TO dbo.hart_SetOwner BY CERTIFICATE HartSigningControl WITH PASSWORD = N''' + @control + N''';
ALTER CERTIFICATE HartSigningControl REMOVE PRIVATE KEY;
CREATE CERTIFICATE HartSigningSession ENCRYPTION BY PASSWORD = N''' + @session + N''' WITH SUBJECT = N''hart: end a session of its own'', EXPIRY_DATE = N''2099-12-31'';
ADD SIGNATURE TO dbo.hart_KillSession BY CERTIFICATE HartSigningSession WITH PASSWORD = N''' + @session + N''';
ALTER CERTIFICATE HartSigningSession REMOVE PRIVATE KEY;
CREATE LOGIN [HartSigningControl] FROM CERTIFICATE HartSigningControl;
CREATE LOGIN [HartSigningSession] FROM CERTIFICATE HartSigningSession;';
EXEC sys.sp_executesql @sql;
GO
GRANT CONTROL SERVER TO [HartSigningControl];
GRANT ALTER ANY CONNECTION TO [HartSigningSession];
GRANT VIEW SERVER STATE TO [HartSigningSession];
GO
IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_operator')
BEGIN
    GRANT EXECUTE ON OBJECT::dbo.hart_SetTrustworthy TO [hart_operator];
    GRANT EXECUTE ON OBJECT::dbo.hart_SetOwner TO [hart_operator];
    GRANT EXECUTE ON OBJECT::dbo.hart_KillSession TO [hart_operator];
    GRANT SELECT ON OBJECT::dbo.HartDatabase TO [hart_operator];
END;
GO
