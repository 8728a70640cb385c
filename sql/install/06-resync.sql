/*
Resynchronising SQL Server with Neo4j, in the product's database: dbo.sp_ResyncAllProvenanceToNeo4j, the list of entity types that it may
carry, its progress, and a queue and service of its own, so that its dialogs can be told from those of the product. Nothing of the
product is changed. Optional: without it the bot reports drift and cannot repair it.
Run as db_owner after 03-operator-grants.sql, with the sqlcmd variable HartDatabase. It can be run again at any time, also while a resync runs.

A dialog is begun for every message, because the product's worker may end the dialog of a message that it has done, and whatever else
waits on an ended dialog is lost. Each call first ends those that the worker has ended.
*/
:on error exit
USE [$(HartDatabase)];
GO
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO
IF NOT EXISTS (SELECT 1 FROM sys.services WHERE name = N'Neo4jSyncService')
    THROW 50001, N'This database has no Neo4jSyncService: is HartDatabase the database of Hartonomous?', 1;
GO
-- The entity types that may be sent. The type goes into the worker's Cypher text as a label, so nothing but a plain word gets in here.
IF OBJECT_ID(N'dbo.HartResyncEntity', N'U') IS NULL
    CREATE TABLE dbo.HartResyncEntity (
        EntityType   nvarchar(50) NOT NULL CONSTRAINT PK_HartResyncEntity PRIMARY KEY,
        SchemaName   sysname      NOT NULL CONSTRAINT DF_HartResyncEntity_SchemaName DEFAULT (N'dbo'),
        TableName    sysname      NOT NULL,
        KeyColumn    sysname      NOT NULL,
        TenantColumn sysname      NULL,
        IsAllowed    bit          NOT NULL CONSTRAINT DF_HartResyncEntity_IsAllowed DEFAULT (1),
        CONSTRAINT CK_HartResyncEntity_EntityType CHECK (EntityType LIKE N'[A-Za-z]%' AND EntityType NOT LIKE N'%[^A-Za-z0-9_]%')
    );
GO
-- What the product is known to sync. A type that dbo.Neo4jSyncLog shows and this list lacks is for you to add, with its table and key.
IF OBJECT_ID(N'dbo.Atom', N'U') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbo.HartResyncEntity WHERE EntityType = N'Atom')
    INSERT INTO dbo.HartResyncEntity (EntityType, TableName, KeyColumn, TenantColumn) VALUES (N'Atom', N'Atom', N'AtomId', N'TenantId');
GO
IF OBJECT_ID(N'dbo.HartResyncProgress', N'U') IS NULL
    CREATE TABLE dbo.HartResyncProgress (
        RunId          uniqueidentifier NOT NULL,
        EntityType     nvarchar(50)     NOT NULL,
        HighWaterKey   bigint           NOT NULL,   -- the newest key when the run began: what came later is the product's own work
        LastKey        bigint           NOT NULL,   -- up to here everything that exists has been enqueued
        Enqueued       bigint           NOT NULL CONSTRAINT DF_HartResyncProgress_Enqueued DEFAULT (0),
        StartEndpoints bigint           NOT NULL,
        Outcome        nvarchar(20)     NOT NULL,
        StartedAt      datetime2(3)     NOT NULL CONSTRAINT DF_HartResyncProgress_StartedAt DEFAULT (SYSUTCDATETIME()),
        UpdatedAt      datetime2(3)     NOT NULL CONSTRAINT DF_HartResyncProgress_UpdatedAt DEFAULT (SYSUTCDATETIME()),
        CONSTRAINT PK_HartResyncProgress PRIMARY KEY (RunId, EntityType)
    );
GO
IF NOT EXISTS (SELECT 1 FROM sys.service_queues WHERE object_id = OBJECT_ID(N'dbo.HartResyncQueue'))
    CREATE QUEUE dbo.HartResyncQueue WITH STATUS = ON, POISON_MESSAGE_HANDLING (STATUS = OFF);
GO
IF NOT EXISTS (SELECT 1 FROM sys.services WHERE name = N'//Hart/Service/Resync')
    CREATE SERVICE [//Hart/Service/Resync] ON QUEUE dbo.HartResyncQueue;
GO
-- Live work goes first where the database honours priorities (HONOR_BROKER_PRIORITY); where it does not, the limit on waiting live
-- messages below is what makes a resync yield.
IF NOT EXISTS (SELECT 1 FROM sys.conversation_priorities WHERE name = N'HartResync')
    CREATE BROKER PRIORITY HartResync FOR CONVERSATION
        SET (CONTRACT_NAME = ANY, LOCAL_SERVICE_NAME = ANY, REMOTE_SERVICE_NAME = N'//Hart/Service/Resync', PRIORITY_LEVEL = 1);
GO
-- Ends the dialogs that the worker has ended, so that a resync leaves no endpoints behind.
CREATE OR ALTER PROCEDURE dbo.hart_EndResyncDialogs
    @MaxCount int = 2000,
    @Ended    int = 0 OUTPUT
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    SET @Ended = 0;
    DECLARE @handle uniqueidentifier, @type nvarchar(256);
    WHILE @Ended < @MaxCount
    BEGIN
        SET @handle = NULL;
        RECEIVE TOP (1) @handle = conversation_handle, @type = message_type_name FROM dbo.HartResyncQueue;
        IF @handle IS NULL BREAK;
        IF @type IN (N'http://schemas.microsoft.com/SQL/ServiceBroker/EndDialog', N'http://schemas.microsoft.com/SQL/ServiceBroker/Error')
            END CONVERSATION @handle;
        SET @Ended += 1;
    END;
    RETURN 0;
END;
GO
-- Begins one dialog and sends one message in the product's own form. For this folder's procedures only: nobody is granted it.
CREATE OR ALTER PROCEDURE dbo.hart_SendSyncRequest
    @EntityType nvarchar(50),
    @EntityId   bigint,
    @TenantId   int,
    @SyncType   nvarchar(50)
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM dbo.HartResyncEntity WHERE EntityType = @EntityType AND IsAllowed = 1)
        THROW 50002, N'This entity type is not in dbo.HartResyncEntity.', 1;
    IF @SyncType NOT IN (N'CREATE', N'UPDATE')
        THROW 50003, N'Only CREATE and UPDATE are sent: the worker merges a DELETE as well.', 1;
    DECLARE @handle uniqueidentifier;
    DECLARE @body nvarchar(max) = N'<Neo4jSync><EntityType>' + @EntityType + N'</EntityType><EntityId>' + CONVERT(nvarchar(20), @EntityId)
        + N'</EntityId><SyncType>' + @SyncType + N'</SyncType><TenantId>' + CONVERT(nvarchar(20), COALESCE(@TenantId, 0)) + N'</TenantId></Neo4jSync>';
    DECLARE @bytes varbinary(max) = CONVERT(varbinary(max), @body);
    BEGIN DIALOG CONVERSATION @handle
        FROM SERVICE [//Hart/Service/Resync] TO SERVICE N'Neo4jSyncService' ON CONTRACT [Neo4jSyncContract] WITH ENCRYPTION = OFF;
    SEND ON CONVERSATION @handle MESSAGE TYPE [Neo4jSyncRequest] (@bytes);
    RETURN 0;
END;
GO
/*
One batch of a resync. The bot calls it again and again with the same @RunId, and says by @AfterKey where it believes to be: the answer is
an error if that is not where the run is. What came of it is given back as one row and in the OUTPUT parameters. Started by hand, EXEC dbo.sp_ResyncAllProvenanceToNeo4j enqueues one batch and prints how to go on.

@Outcome   enqueued   this batch was sent; call again
           waiting    nothing was sent: the queue is deep, or live work waits; call again later
           stopped    nothing was sent: endpoints grow beyond what waiting messages explain, nobody ends their dialogs; do not call again
           done       every row up to @HighWaterKey was enqueued
*/
CREATE OR ALTER PROCEDURE dbo.sp_ResyncAllProvenanceToNeo4j
    @RunId             uniqueidentifier = NULL OUTPUT,
    @EntityType        nvarchar(50) = N'Atom',
    @AfterKey          bigint = NULL,          -- NULL: go on where the run is
    @BatchSize         int = 500,
    @MaxQueueDepth     int = 1000,
    @MaxLiveWaiting    int = 100,
    @MaxEndpointGrowth int = 2000,
    @Outcome           nvarchar(20) = NULL OUTPUT,
    @LastKey           bigint = NULL OUTPUT,
    @HighWaterKey      bigint = NULL OUTPUT,
    @Enqueued          int = NULL OUTPUT,
    @QueueDepth        bigint = NULL OUTPUT,
    @Endpoints         bigint = NULL OUTPUT
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;
    SELECT @Enqueued = 0, @Outcome = N'waiting';
    IF @BatchSize NOT BETWEEN 1 AND 5000 OR @MaxQueueDepth NOT BETWEEN 1 AND 100000
        THROW 50004, N'@BatchSize must be 1 to 5000, @MaxQueueDepth 1 to 100000.', 1;

    DECLARE @from nvarchar(300), @key nvarchar(300), @tenant nvarchar(300);
    SELECT @from = QUOTENAME(e.SchemaName) + N'.' + QUOTENAME(e.TableName), @key = QUOTENAME(e.KeyColumn),
           @tenant = COALESCE(QUOTENAME(e.TenantColumn), N'0')
    FROM dbo.HartResyncEntity AS e
    WHERE e.EntityType = @EntityType AND e.IsAllowed = 1;
    IF @from IS NULL
        THROW 50002, N'This entity type is not in dbo.HartResyncEntity.', 1;

    EXEC dbo.hart_EndResyncDialogs;

    SELECT @QueueDepth = p.rows
    FROM sys.internal_tables AS it
    JOIN sys.partitions AS p ON p.object_id = it.object_id AND p.index_id = 1
    WHERE it.parent_object_id = OBJECT_ID(N'dbo.Neo4jSyncQueue') AND it.internal_type_desc = N'QUEUE_MESSAGES';
    SELECT @Endpoints = COUNT_BIG(*) FROM sys.conversation_endpoints;

    DECLARE @sql nvarchar(max), @at bigint, @startEndpoints bigint, @live int;
    IF @RunId IS NULL SET @RunId = NEWID();
    SELECT @HighWaterKey = HighWaterKey, @at = LastKey, @startEndpoints = StartEndpoints
    FROM dbo.HartResyncProgress
    WHERE RunId = @RunId AND EntityType = @EntityType;
    IF @at IS NULL
    BEGIN
        SET @sql = N'SELECT @max = COALESCE(MAX(CONVERT(bigint, ' + @key + N')), 0) FROM ' + @from + N';';
        EXEC sys.sp_executesql @sql, N'@max bigint OUTPUT', @max = @HighWaterKey OUTPUT;
        SELECT @at = COALESCE(@AfterKey, 0), @startEndpoints = @Endpoints;
        INSERT INTO dbo.HartResyncProgress (RunId, EntityType, HighWaterKey, LastKey, StartEndpoints, Outcome)
        VALUES (@RunId, @EntityType, @HighWaterKey, @at, @startEndpoints, @Outcome);
    END;
    SET @LastKey = @at;
    IF @AfterKey IS NOT NULL AND @AfterKey <> @at
        THROW 50005, N'The run is not where the caller believes: read dbo.HartResyncProgress.', 1;

    -- Messages of others that wait: the other end of a dialog of ours names our service.
    SELECT @live = COUNT(*)
    FROM (SELECT TOP (@MaxLiveWaiting + 1) 1 AS one
          FROM dbo.Neo4jSyncQueue AS q WITH (NOLOCK)
          WHERE NOT EXISTS (SELECT 1 FROM sys.conversation_endpoints AS c
                            WHERE c.conversation_handle = q.conversation_handle AND c.far_service = N'//Hart/Service/Resync')) AS waiting;

    IF @at >= @HighWaterKey
        SET @Outcome = N'done';
    -- two endpoints a waiting message
    ELSE IF @Endpoints - @startEndpoints > @MaxEndpointGrowth + 2 * CONVERT(bigint, @MaxQueueDepth + @BatchSize)
        SET @Outcome = N'stopped';
    ELSE IF COALESCE(@QueueDepth, 0) + @BatchSize > @MaxQueueDepth OR @live > @MaxLiveWaiting
        SET @Outcome = N'waiting';
    ELSE
    BEGIN
        DECLARE @rows TABLE (EntityKey bigint NOT NULL PRIMARY KEY, TenantId int NULL);
        SET @sql = N'SELECT TOP (@n) CONVERT(bigint, ' + @key + N'), CONVERT(int, ' + @tenant + N') FROM ' + @from
            + N' WHERE ' + @key + N' > @after AND ' + @key + N' <= @top ORDER BY ' + @key + N';';
        INSERT INTO @rows (EntityKey, TenantId)
        EXEC sys.sp_executesql @sql, N'@n int, @after bigint, @top bigint', @n = @BatchSize, @after = @at, @top = @HighWaterKey;

        -- Messages and progress together, or neither: a call that breaks leaves nothing half done.
        BEGIN TRANSACTION;
        DECLARE @id bigint = NULL, @tenantId int;
        SELECT @id = MIN(EntityKey) FROM @rows;
        WHILE @id IS NOT NULL
        BEGIN
            SELECT @tenantId = TenantId FROM @rows WHERE EntityKey = @id;
            EXEC dbo.hart_SendSyncRequest @EntityType = @EntityType, @EntityId = @id, @TenantId = @tenantId, @SyncType = N'UPDATE';
            SELECT @LastKey = @id, @Enqueued += 1;
            SELECT @id = MIN(EntityKey) FROM @rows WHERE EntityKey > @LastKey;
        END;
        IF @Enqueued < @BatchSize SET @LastKey = @HighWaterKey;
        SET @Outcome = CASE WHEN @LastKey >= @HighWaterKey THEN N'done' ELSE N'enqueued' END;
        UPDATE dbo.HartResyncProgress
        SET LastKey = @LastKey, Enqueued += @Enqueued, Outcome = @Outcome, UpdatedAt = SYSUTCDATETIME()
        WHERE RunId = @RunId AND EntityType = @EntityType;
        COMMIT TRANSACTION;
        SET @QueueDepth = COALESCE(@QueueDepth, 0) + @Enqueued;
    END;

    IF @Enqueued = 0
        UPDATE dbo.HartResyncProgress SET Outcome = @Outcome, UpdatedAt = SYSUTCDATETIME() WHERE RunId = @RunId AND EntityType = @EntityType;
    DECLARE @said nvarchar(400) = CONCAT(N'Resync ', @RunId, N', ', @EntityType, N': ', @Outcome, N', ', @Enqueued, N' enqueued, at key ', @LastKey, N' of ', @HighWaterKey, N'.');
    PRINT @said;
    -- The same as the OUTPUT parameters, as a row: numbers beyond an int as text.
    SELECT @Outcome AS outcome, CONVERT(varchar(20), @LastKey) AS last_key, CONVERT(varchar(20), @HighWaterKey) AS high_water_key,
           @Enqueued AS enqueued, CONVERT(varchar(20), @QueueDepth) AS queue_depth, CONVERT(varchar(20), @Endpoints) AS endpoints;
    RETURN 0;
END;
GO
IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_operator')
BEGIN
    GRANT EXECUTE ON OBJECT::dbo.sp_ResyncAllProvenanceToNeo4j TO [hart_operator];
    GRANT EXECUTE ON OBJECT::dbo.hart_EndResyncDialogs TO [hart_operator];
    GRANT SELECT ON OBJECT::dbo.HartResyncProgress TO [hart_operator];
    GRANT SELECT ON OBJECT::dbo.HartResyncEntity TO [hart_operator];
END;
GO
IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_reader')
BEGIN
    GRANT SELECT ON OBJECT::dbo.HartResyncProgress TO [hart_reader];
    GRANT SELECT ON OBJECT::dbo.HartResyncEntity TO [hart_reader];
END;
GO
