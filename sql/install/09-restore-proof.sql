/*
Uses a restored database once in each way that a restore can break, so that it shows at once and not at night: a CLR function (10314 where
its assembly is not trusted here), a spatial query, and every memory-optimized table, which CHECKDB passes over. Changes nothing.
Optional: without it this proof is a step "by the DBA". It lies in the product's database, so that a restored one brings it along.
Run as db_owner after 03-operator-grants.sql, with the sqlcmd variable HartDatabase. It can be run again.
*/
:on error exit
USE [$(HartDatabase)];
GO
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO
-- Each row says what was used and whether it worked (ok = 1).
CREATE OR ALTER PROCEDURE dbo.hart_ProveRestore
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @found TABLE (what nvarchar(400) NOT NULL, ok int NOT NULL);
    DECLARE @sql nvarchar(max), @name nvarchar(300), @durable bit, @rows bigint;

    -- The first scalar CLR function, given nothing but NULLs: enough to load its assembly.
    SELECT TOP (1) @name = QUOTENAME(SCHEMA_NAME(o.schema_id)) + N'.' + QUOTENAME(o.name),
           @sql = N'SELECT @answer = CONVERT(nvarchar(10), CASE WHEN ' + QUOTENAME(SCHEMA_NAME(o.schema_id)) + N'.' + QUOTENAME(o.name) + N'('
                + COALESCE(STUFF(REPLICATE(N', NULL', (SELECT COUNT(*) FROM sys.parameters AS p WHERE p.object_id = o.object_id AND p.parameter_id > 0)), 1, 2, N''), N'')
                + N') IS NULL THEN 0 ELSE 1 END);'
    FROM sys.objects AS o WHERE o.type = N'FS' ORDER BY o.name;
    IF @name IS NULL INSERT INTO @found VALUES (N'no CLR function to call', 1);
    ELSE
    BEGIN TRY
        DECLARE @answer nvarchar(10);
        EXEC sys.sp_executesql @sql, N'@answer nvarchar(10) OUTPUT', @answer OUTPUT;
        INSERT INTO @found VALUES (N'a CLR function', 1);
    END TRY
    BEGIN CATCH
        INSERT INTO @found VALUES (CONCAT(N'a CLR function (error ', ERROR_NUMBER(), N')'), 0);
    END CATCH;

    BEGIN TRY
        EXEC sys.sp_executesql N'DECLARE @valid int; SELECT TOP (1) @valid = e.SpatialKey.STIsValid() FROM dbo.AtomEmbedding AS e WHERE e.SpatialKey IS NOT NULL;';
        INSERT INTO @found VALUES (N'a spatial query', 1);
    END TRY
    BEGIN CATCH
        INSERT INTO @found VALUES (CONCAT(N'a spatial query (error ', ERROR_NUMBER(), N')'), 0);
    END CATCH;

    DECLARE each CURSOR LOCAL FAST_FORWARD FOR
        SELECT QUOTENAME(SCHEMA_NAME(t.schema_id)) + N'.' + QUOTENAME(t.name),
               N'SELECT @rows = COUNT_BIG(*) FROM ' + QUOTENAME(SCHEMA_NAME(t.schema_id)) + N'.' + QUOTENAME(t.name) + N';',
               CASE t.durability_desc WHEN N'SCHEMA_ONLY' THEN 0 ELSE 1 END
        FROM sys.tables AS t WHERE t.is_memory_optimized = 1 ORDER BY t.name;
    OPEN each;
    FETCH NEXT FROM each INTO @name, @sql, @durable;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        BEGIN TRY
            EXEC sys.sp_executesql @sql, N'@rows bigint OUTPUT', @rows OUTPUT;
            INSERT INTO @found VALUES (CONCAT(@name, N': ', @rows, N' rows', CASE @durable WHEN 0 THEN N', empty by design' ELSE N'' END), 1);
        END TRY
        BEGIN CATCH
            INSERT INTO @found VALUES (CONCAT(@name, N' (error ', ERROR_NUMBER(), N')'), 0);
        END CATCH;
        FETCH NEXT FROM each INTO @name, @sql, @durable;
    END;
    CLOSE each;
    DEALLOCATE each;
    SELECT what, ok FROM @found;
    RETURN 0;
END;
GO
IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_operator')
    GRANT EXECUTE ON OBJECT::dbo.hart_ProveRestore TO [hart_operator];
GO
