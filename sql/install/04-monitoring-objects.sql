/*
What the product lacks and watching wants, in the product's database: dbo.OODALoopMetrics, the procedures that fill and trim it, one
wrapper for each phase of the OODA loop, and dbo.vw_QueryPerformanceMetrics. Nothing of the product is changed by this file; to have the
queues start the wrappers, and the table fill, run 05-ooda-activation.sql afterwards.
Run as db_owner, with the sqlcmd variable HartDatabase. Then run 02-reader-grants again: it grants the new table to hart_reader.
*/
:on error exit
USE [$(HartDatabase)];
GO
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO
-- A table of this name that is there already is left as it is, as long as it has the four columns that checks read.
IF OBJECT_ID(N'dbo.OODALoopMetrics', N'U') IS NULL
BEGIN
    CREATE TABLE dbo.OODALoopMetrics (
        MetricId      bigint IDENTITY(1, 1) NOT NULL,
        Phase         nvarchar(50)          NOT NULL,
        DurationMs    int                   NOT NULL,
        Success       bit                   NOT NULL,
        ExecutedAt    datetime2(3)          NOT NULL CONSTRAINT DF_OODALoopMetrics_ExecutedAt DEFAULT (SYSUTCDATETIME()),
        TenantId      int                   NOT NULL CONSTRAINT DF_OODALoopMetrics_TenantId DEFAULT (0),
        CorrelationId uniqueidentifier      NULL,
        ErrorMessage  nvarchar(2000)        NULL,
        CONSTRAINT PK_OODALoopMetrics PRIMARY KEY CLUSTERED (MetricId),
        CONSTRAINT CK_OODALoopMetrics_Phase CHECK (Phase IN (N'Analyze', N'Hypothesize', N'Act', N'Learn'))
    );
    EXEC sys.sp_addextendedproperty @name = N'hart.installed', @value = N'1',
        @level0type = N'SCHEMA', @level0name = N'dbo', @level1type = N'TABLE', @level1name = N'OODALoopMetrics';
END;
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'dbo.OODALoopMetrics') AND name = N'IX_OODALoopMetrics_ExecutedAt')
    CREATE INDEX IX_OODALoopMetrics_ExecutedAt ON dbo.OODALoopMetrics (ExecutedAt) INCLUDE (Phase, DurationMs, Success);
GO
IF EXISTS (SELECT 1 FROM (VALUES (N'Phase'), (N'DurationMs'), (N'Success'), (N'ExecutedAt')) AS w(name)
           WHERE COL_LENGTH(N'dbo.OODALoopMetrics', w.name) IS NULL)
    THROW 50001, N'dbo.OODALoopMetrics is there but lacks Phase, DurationMs, Success or ExecutedAt: rename it, then run this file again.', 1;
GO
-- Records one run of one phase. Never raises an error: a metric that cannot be written must not break the loop. Rows older than
-- @KeepDays go, a few with every call, so that no job is needed.
CREATE OR ALTER PROCEDURE dbo.hart_RecordOODAPhase
    @Phase         nvarchar(50),
    @StartedAt     datetime2(7),
    @Success       bit,
    @ErrorMessage  nvarchar(2000) = NULL,
    @TenantId      int = 0,
    @CorrelationId uniqueidentifier = NULL,
    @KeepDays      int = 90
AS
BEGIN
    SET NOCOUNT ON;
    -- A doomed transaction takes no row; the failure still shows, as a phase without a run.
    IF XACT_STATE() = -1 RETURN 0;
    BEGIN TRY
        DECLARE @now datetime2(7) = SYSUTCDATETIME();
        DECLARE @elapsed bigint = DATEDIFF_BIG(MILLISECOND, @StartedAt, @now);
        DECLARE @ms int = CASE WHEN @elapsed > 2147483647 THEN 2147483647 WHEN @elapsed < 0 THEN 0 ELSE @elapsed END;
        IF COL_LENGTH(N'dbo.OODALoopMetrics', N'ErrorMessage') IS NULL
            INSERT INTO dbo.OODALoopMetrics (Phase, DurationMs, Success, ExecutedAt) VALUES (@Phase, @ms, @Success, @now);
        ELSE
            -- dynamic, since a table that someone else made need not have the other columns
            EXEC sys.sp_executesql
                N'INSERT INTO dbo.OODALoopMetrics (Phase, DurationMs, Success, ExecutedAt, TenantId, CorrelationId, ErrorMessage)
                  VALUES (@phase, @ms, @success, @now, @tenant, @correlation, @error);',
                N'@phase nvarchar(50), @ms int, @success bit, @now datetime2(7), @tenant int, @correlation uniqueidentifier, @error nvarchar(2000)',
                @phase = @Phase, @ms = @ms, @success = @Success, @now = @now, @tenant = @TenantId, @correlation = @CorrelationId, @error = @ErrorMessage;
        DELETE TOP (100) FROM dbo.OODALoopMetrics WHERE ExecutedAt < DATEADD(DAY, -@KeepDays, @now);
    END TRY
    BEGIN CATCH
        PRINT N'hart_RecordOODAPhase: ' + ERROR_MESSAGE();
    END CATCH;
    RETURN 0;
END;
GO
-- The wrappers: run the product's procedure, record how it went, and raise its error again so that nothing else changes.
CREATE OR ALTER PROCEDURE dbo.hart_Analyze
    @TenantId      int = 0,
    @AnalysisScope nvarchar(256) = N'full',
    @LookbackHours int = 24
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @started datetime2(7) = SYSUTCDATETIME(), @result int = 0, @success bit, @error nvarchar(2000);
    BEGIN TRY
        EXEC @result = dbo.sp_Analyze @TenantId = @TenantId, @AnalysisScope = @AnalysisScope, @LookbackHours = @LookbackHours;
    END TRY
    BEGIN CATCH
        SET @error = LEFT(ERROR_MESSAGE(), 2000);
        EXEC dbo.hart_RecordOODAPhase @Phase = N'Analyze', @StartedAt = @started, @Success = 0, @ErrorMessage = @error, @TenantId = @TenantId;
        THROW;
    END CATCH;
    SET @success = CASE WHEN COALESCE(@result, 0) = 0 THEN 1 ELSE 0 END;
    EXEC dbo.hart_RecordOODAPhase @Phase = N'Analyze', @StartedAt = @started, @Success = @success, @TenantId = @TenantId;
    RETURN @result;
END;
GO
CREATE OR ALTER PROCEDURE dbo.hart_Hypothesize
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @started datetime2(7) = SYSUTCDATETIME(), @result int = 0, @success bit, @error nvarchar(2000);
    -- An activation that finds no message is no run.
    DECLARE @work bit = CASE WHEN EXISTS (SELECT 1 FROM dbo.HypothesizeQueue WITH (NOLOCK)) THEN 1 ELSE 0 END;
    BEGIN TRY
        EXEC @result = dbo.sp_Hypothesize;
    END TRY
    BEGIN CATCH
        SET @error = LEFT(ERROR_MESSAGE(), 2000);
        EXEC dbo.hart_RecordOODAPhase @Phase = N'Hypothesize', @StartedAt = @started, @Success = 0, @ErrorMessage = @error;
        THROW;
    END CATCH;
    SET @success = CASE WHEN COALESCE(@result, 0) = 0 THEN 1 ELSE 0 END;
    IF @work = 1 OR @success = 0
        EXEC dbo.hart_RecordOODAPhase @Phase = N'Hypothesize', @StartedAt = @started, @Success = @success;
    RETURN @result;
END;
GO
CREATE OR ALTER PROCEDURE dbo.hart_Act
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @started datetime2(7) = SYSUTCDATETIME(), @result int = 0, @success bit, @error nvarchar(2000);
    -- An activation that finds no message is no run.
    DECLARE @work bit = CASE WHEN EXISTS (SELECT 1 FROM dbo.ActQueue WITH (NOLOCK)) THEN 1 ELSE 0 END;
    BEGIN TRY
        EXEC @result = dbo.sp_Act;
    END TRY
    BEGIN CATCH
        SET @error = LEFT(ERROR_MESSAGE(), 2000);
        EXEC dbo.hart_RecordOODAPhase @Phase = N'Act', @StartedAt = @started, @Success = 0, @ErrorMessage = @error;
        THROW;
    END CATCH;
    SET @success = CASE WHEN COALESCE(@result, 0) = 0 THEN 1 ELSE 0 END;
    IF @work = 1 OR @success = 0
        EXEC dbo.hart_RecordOODAPhase @Phase = N'Act', @StartedAt = @started, @Success = @success;
    RETURN @result;
END;
GO
CREATE OR ALTER PROCEDURE dbo.hart_Learn
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @started datetime2(7) = SYSUTCDATETIME(), @result int = 0, @success bit, @error nvarchar(2000);
    -- An activation that finds no message is no run.
    DECLARE @work bit = CASE WHEN EXISTS (SELECT 1 FROM dbo.LearnQueue WITH (NOLOCK)) THEN 1 ELSE 0 END;
    BEGIN TRY
        EXEC @result = dbo.sp_Learn;
    END TRY
    BEGIN CATCH
        SET @error = LEFT(ERROR_MESSAGE(), 2000);
        EXEC dbo.hart_RecordOODAPhase @Phase = N'Learn', @StartedAt = @started, @Success = 0, @ErrorMessage = @error;
        THROW;
    END CATCH;
    SET @success = CASE WHEN COALESCE(@result, 0) = 0 THEN 1 ELSE 0 END;
    IF @work = 1 OR @success = 0
        EXEC dbo.hart_RecordOODAPhase @Phase = N'Learn', @StartedAt = @started, @Success = @success;
    RETURN @result;
END;
GO
-- For people in Management Studio; the bot reads Query Store itself. The reader needs VIEW DATABASE (PERFORMANCE) STATE besides SELECT,
-- and query texts carry literals of tenants: grant it to people, not to hart_reader. Add ORDER BY and a filter on the text when reading.
CREATE OR ALTER VIEW dbo.vw_QueryPerformanceMetrics
AS
SELECT q.query_id, p.plan_id, OBJECT_NAME(CONVERT(int, q.object_id)) AS module_name, qt.query_sql_text,
       SUM(rs.count_executions) AS executions,
       SUM(rs.avg_duration * rs.count_executions) / NULLIF(SUM(rs.count_executions), 0) / 1000.0 AS avg_duration_ms,
       MAX(rs.max_duration) / 1000.0 AS max_duration_ms,
       SUM(rs.avg_cpu_time * rs.count_executions) / NULLIF(SUM(rs.count_executions), 0) / 1000.0 AS avg_cpu_ms,
       SUM(rs.avg_logical_io_reads * rs.count_executions) / NULLIF(SUM(rs.count_executions), 0) AS avg_logical_reads_8k,
       SUM(CASE WHEN rs.execution_type <> 0 THEN rs.count_executions ELSE 0 END) AS aborted_or_failed,
       MAX(rs.last_execution_time) AS last_execution_time
FROM sys.query_store_query AS q
JOIN sys.query_store_query_text AS qt ON qt.query_text_id = q.query_text_id
JOIN sys.query_store_plan AS p ON p.query_id = q.query_id
JOIN sys.query_store_runtime_stats AS rs ON rs.plan_id = p.plan_id
JOIN sys.query_store_runtime_stats_interval AS i ON i.runtime_stats_interval_id = rs.runtime_stats_interval_id
WHERE i.end_time >= DATEADD(HOUR, -24, SYSDATETIMEOFFSET())
GROUP BY q.query_id, p.plan_id, q.object_id, qt.query_sql_text;
GO
