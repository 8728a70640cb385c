/*
A restore beside keeps the database of before under another name until a second consent. This procedure writes into it which run set it
aside, as its owner; the bot drops nothing that does not bear that, and no other database can be marked by it: it looks at its own name.
Optional: without it dropping that database is a step "by the DBA".
Run as db_owner after 03-operator-grants.sql, with the sqlcmd variable HartDatabase. It can be run again.
*/
:on error exit
USE [$(HartDatabase)];
GO
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO
CREATE OR ALTER PROCEDURE dbo.hart_MarkSetAside
    @Run nvarchar(20)
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    IF @Run IS NULL OR @Run NOT LIKE N'R[0-9]%' OR RIGHT(DB_NAME(), LEN(@Run) + 8) <> N'_' + @Run + N'_before'
        THROW 50025, N'This database was not set aside by that run.', 1;
    IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 0 AND name = N'hart_run')
        EXEC sys.sp_updateextendedproperty @name = N'hart_run', @value = @Run;
    ELSE
        EXEC sys.sp_addextendedproperty @name = N'hart_run', @value = @Run;
    RETURN 0;
END;
GO
IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_operator')
    GRANT EXECUTE ON OBJECT::dbo.hart_MarkSetAside TO [hart_operator];
GO
