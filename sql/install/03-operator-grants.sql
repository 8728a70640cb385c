/*
What hart_operator may do. Not needed for watching: leave this file out, and the login disabled, until backups or restores are to be
run from Slack.
Run as sysadmin after 01-logins.sql, with the sqlcmd variable HartDatabase.

  db_backupoperator in the product's database, master and msdb    BACKUP DATABASE and BACKUP LOG; it cannot read data
  dbcreator on the server                                         RESTORE, and RESTORE VERIFYONLY and HEADERONLY, which SQL Server
                                                                  grants to no smaller role. It may create, alter, drop and restore
                                                                  ANY database of this server: the bot refuses all that its
                                                                  configuration does not name, but the login could. Where other
                                                                  databases live on this server, leave that grant out: reading back
                                                                  and restoring are then steps "by the DBA".

It is not given: sysadmin, CONTROL SERVER, ALTER ANY DATABASE, KILL. What needs them (TRUSTWORTHY, the owner, CHECKDB) a plan shows as
"by the DBA: <statement>", unless 07-repair-procedures.sql and 08-signed-procedures.sql offer it.
*/
:on error exit
USE [$(HartDatabase)];
GO
IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_operator')
    CREATE USER [hart_operator] FOR LOGIN [hart_operator];
GO
IF EXISTS (SELECT 1 FROM sys.database_principals AS u WHERE u.name = N'hart_operator' AND u.sid <> SUSER_SID(N'hart_operator'))
    ALTER USER [hart_operator] WITH LOGIN = [hart_operator];
GO
IF COALESCE(IS_ROLEMEMBER(N'db_backupoperator', N'hart_operator'), 0) = 0
    ALTER ROLE [db_backupoperator] ADD MEMBER [hart_operator];
GO
USE [msdb];
GO
IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_operator')
    CREATE USER [hart_operator] FOR LOGIN [hart_operator];
GO
IF COALESCE(IS_ROLEMEMBER(N'db_backupoperator', N'hart_operator'), 0) = 0
    ALTER ROLE [db_backupoperator] ADD MEMBER [hart_operator];
GO
GRANT SELECT ON OBJECT::dbo.backupset TO [hart_operator];
GRANT SELECT ON OBJECT::dbo.backupmediaset TO [hart_operator];
GRANT SELECT ON OBJECT::dbo.backupmediafamily TO [hart_operator];
GRANT SELECT ON OBJECT::dbo.restorehistory TO [hart_operator];
GO
USE [master];
GO
IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_operator')
    CREATE USER [hart_operator] FOR LOGIN [hart_operator];
GO
IF COALESCE(IS_ROLEMEMBER(N'db_backupoperator', N'hart_operator'), 0) = 0
    ALTER ROLE [db_backupoperator] ADD MEMBER [hart_operator];
GO
IF COALESCE(IS_SRVROLEMEMBER(N'dbcreator', N'hart_operator'), 0) = 0
    ALTER SERVER ROLE [dbcreator] ADD MEMBER [hart_operator];
GO
IF EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'hart_operator' AND is_disabled = 1)
    ALTER LOGIN [hart_operator] ENABLE;
GO
