/*
Small repairs in the product's database, each a procedure that does one thing and runs as its owner (dbo), so that hart_operator can be
given just that: switch a queue on, end conversations that leak, take one message out of a queue, send a dead letter again or take it
away, check the database. What came of it is given back as one row. Optional: what is not installed is the DBA's to do, and the bot says so.
Run as db_owner after 03-operator-grants.sql and 06-resync.sql, with the sqlcmd variable HartDatabase. It can be run again.
*/
:on error exit
USE [$(HartDatabase)];
GO
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO
-- Messages that were taken out of a queue, kept so that taking one out can be undone by hand.
IF OBJECT_ID(N'dbo.HartTakenMessage', N'U') IS NULL
    CREATE TABLE dbo.HartTakenMessage (
        TakenId            bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_HartTakenMessage PRIMARY KEY,
        RunId              uniqueidentifier NULL,
        QueueName          sysname          NOT NULL,
        ConversationHandle uniqueidentifier NOT NULL,
        MessageType        nvarchar(256)    NULL,
        QueuingOrder       bigint           NOT NULL,
        MessageBody        varbinary(max)   NULL,
        WhatBecameOfIt     nvarchar(20)     NOT NULL,
        TakenAt            datetime2(3)     NOT NULL CONSTRAINT DF_HartTakenMessage_TakenAt DEFAULT (SYSUTCDATETIME())
    );
GO
-- Switches a queue on or off, and its activation where that is asked for. Only queues of the product, never a system queue.
CREATE OR ALTER PROCEDURE dbo.hart_SetQueue
    @Queue      sysname,
    @Enabled    bit,
    @Activation bit = NULL
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM sys.service_queues WHERE name = @Queue AND schema_id = SCHEMA_ID(N'dbo') AND is_ms_shipped = 0)
        THROW 50010, N'There is no such queue in schema dbo.', 1;
    DECLARE @sql nvarchar(max) = N'ALTER QUEUE dbo.' + QUOTENAME(@Queue) + N' WITH STATUS = ' + CASE @Enabled WHEN 1 THEN N'ON' ELSE N'OFF' END;
    IF @Activation IS NOT NULL
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM sys.service_queues WHERE name = @Queue AND schema_id = SCHEMA_ID(N'dbo') AND activation_procedure IS NOT NULL)
            THROW 50011, N'This queue starts no procedure.', 1;
        SET @sql += N', ACTIVATION (STATUS = ' + CASE @Activation WHEN 1 THEN N'ON' ELSE N'OFF' END + N')';
    END;
    EXEC sys.sp_executesql @sql;
    RETURN 0;
END;
GO
-- Ends conversations that nobody will: those with one far service, in one state, the oldest first; with @Queue only those whose own
-- service stands before that queue. WITH CLEANUP drops the messages that wait to be sent on them and tells the other side nothing.
CREATE OR ALTER PROCEDURE dbo.hart_EndConversations
    @FarService nvarchar(256),
    @State      char(2),                  -- CO, DI, DO, ER or CD, as sys.conversation_endpoints says
    @MaxCount   int = 500,
    @Cleanup    bit = 0,
    @Ended      int = NULL OUTPUT,
    @Left       bigint = NULL OUTPUT,
    @Queue      sysname = NULL
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    SET @Ended = 0;
    IF @MaxCount NOT BETWEEN 1 AND 5000 THROW 50012, N'@MaxCount must be 1 to 5000.', 1;
    IF @State NOT IN ('CO', 'DI', 'DO', 'ER', 'CD') THROW 50013, N'@State must be CO, DI, DO, ER or CD.', 1;
    DECLARE @handles TABLE (Handle uniqueidentifier NOT NULL PRIMARY KEY);
    INSERT INTO @handles (Handle)
    SELECT TOP (@MaxCount) c.conversation_handle
    FROM sys.conversation_endpoints AS c
    WHERE c.far_service = @FarService AND c.state = @State AND c.is_system = 0
      AND (@Queue IS NULL OR EXISTS (SELECT 1 FROM sys.services AS s JOIN sys.service_queues AS q ON q.object_id = s.service_queue_id
                                     WHERE s.service_id = c.service_id AND q.name = @Queue AND q.is_ms_shipped = 0))
    ORDER BY c.lifetime, c.conversation_handle;
    DECLARE @handle uniqueidentifier;
    SELECT TOP (1) @handle = Handle FROM @handles ORDER BY Handle;
    WHILE @handle IS NOT NULL
    BEGIN
        IF @Cleanup = 1 END CONVERSATION @handle WITH CLEANUP;
        ELSE END CONVERSATION @handle;
        SET @Ended += 1;
        DELETE FROM @handles WHERE Handle = @handle;
        SET @handle = NULL;
        SELECT TOP (1) @handle = Handle FROM @handles ORDER BY Handle;
    END;
    SELECT @Left = COUNT_BIG(*) FROM sys.conversation_endpoints AS c
    WHERE c.far_service = @FarService AND c.state = @State AND c.is_system = 0
      AND (@Queue IS NULL OR EXISTS (SELECT 1 FROM sys.services AS s JOIN sys.service_queues AS q ON q.object_id = s.service_queue_id
                                     WHERE s.service_id = c.service_id AND q.name = @Queue AND q.is_ms_shipped = 0));
    SELECT @Ended AS ended, CONVERT(varchar(20), @Left) AS [left];
    RETURN 0;
END;
GO
-- Takes one message out of a queue, if it is still the one that was looked at, and keeps it in dbo.HartTakenMessage. Requeued is only a
-- sync request that can be read and whose entity type is allowed: it is sent anew. Its old conversation is left as it is.
-- @Outcome: dropped, requeued, or gone (it is not there any more, nothing was done).
CREATE OR ALTER PROCEDURE dbo.hart_TakeMessage
    @Queue              sysname,
    @ConversationHandle uniqueidentifier,
    @QueuingOrder       bigint,
    @Requeue            bit = 0,
    @RunId              uniqueidentifier = NULL,
    @Outcome            nvarchar(20) = NULL OUTPUT
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;
    IF NOT EXISTS (SELECT 1 FROM sys.service_queues WHERE name = @Queue AND schema_id = SCHEMA_ID(N'dbo') AND is_ms_shipped = 0)
        THROW 50010, N'There is no such queue in schema dbo.', 1;
    IF @Requeue = 1 AND @Queue <> N'Neo4jSyncQueue'
        THROW 50014, N'Only messages of Neo4jSyncQueue can be sent anew; others can be dropped.', 1;
    DECLARE @order bigint, @type nvarchar(256), @body varbinary(max), @sql nvarchar(max);
    BEGIN TRANSACTION;
    SET @sql = N'RECEIVE TOP (1) @order = queuing_order, @type = message_type_name, @body = message_body FROM dbo.' + QUOTENAME(@Queue)
        + N' WHERE conversation_handle = @handle;';
    EXEC sys.sp_executesql @sql, N'@handle uniqueidentifier, @order bigint OUTPUT, @type nvarchar(256) OUTPUT, @body varbinary(max) OUTPUT',
        @handle = @ConversationHandle, @order = @order OUTPUT, @type = @type OUTPUT, @body = @body OUTPUT;
    IF @order IS NULL OR @order <> @QueuingOrder
    BEGIN
        -- Another message heads that conversation now: put it back by undoing the RECEIVE.
        ROLLBACK TRANSACTION;
        SET @Outcome = N'gone';
        SELECT @Outcome AS outcome;
        RETURN 0;
    END;
    SET @Outcome = N'dropped';
    IF @Requeue = 1
    BEGIN
        DECLARE @xml xml = TRY_CONVERT(xml, CONVERT(nvarchar(max), @body));
        DECLARE @entity nvarchar(50) = @xml.value('(/Neo4jSync/EntityType)[1]', 'nvarchar(50)');
        DECLARE @id bigint = TRY_CONVERT(bigint, @xml.value('(/Neo4jSync/EntityId)[1]', 'nvarchar(40)'));
        DECLARE @tenantId int = TRY_CONVERT(int, @xml.value('(/Neo4jSync/TenantId)[1]', 'nvarchar(40)'));
        IF @entity IS NULL OR @id IS NULL
            THROW 50015, N'The message cannot be read as a sync request: it can only be dropped.', 1;
        EXEC dbo.hart_SendSyncRequest @EntityType = @entity, @EntityId = @id, @TenantId = @tenantId, @SyncType = N'UPDATE';
        SET @Outcome = N'requeued';
    END;
    INSERT INTO dbo.HartTakenMessage (RunId, QueueName, ConversationHandle, MessageType, QueuingOrder, MessageBody, WhatBecameOfIt)
    VALUES (@RunId, @Queue, @ConversationHandle, @type, @order, @body, @Outcome);
    COMMIT TRANSACTION;
    SELECT @Outcome AS outcome;
    RETURN 0;
END;
GO
-- Sends one dead letter of the sync again, if it can be read, its entity type is allowed and its row still exists; then removes it.
-- @Outcome: requeued, unreadable, missing (no such entity) or gone (no such letter).
CREATE OR ALTER PROCEDURE dbo.hart_RequeueDeadLetter
    @DeadLetterId bigint,
    @Outcome      nvarchar(20) = NULL OUTPUT
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;
    DECLARE @text nvarchar(max), @there int, @found int, @tenantId int, @sql nvarchar(max);
    SELECT @there = 1, @text = CONVERT(nvarchar(max), MessageBody) FROM dbo.Neo4jSyncDeadLetterQueue WHERE DeadLetterId = @DeadLetterId;
    DECLARE @xml xml = TRY_CONVERT(xml, @text);
    DECLARE @entity nvarchar(50) = @xml.value('(/Neo4jSync/EntityType)[1]', 'nvarchar(50)');
    DECLARE @id bigint = TRY_CONVERT(bigint, @xml.value('(/Neo4jSync/EntityId)[1]', 'nvarchar(40)'));
    DECLARE @from nvarchar(300), @key nvarchar(300), @tenant nvarchar(300);
    SELECT @from = QUOTENAME(SchemaName) + N'.' + QUOTENAME(TableName), @key = QUOTENAME(KeyColumn), @tenant = COALESCE(QUOTENAME(TenantColumn), N'0')
    FROM dbo.HartResyncEntity
    WHERE EntityType = @entity AND IsAllowed = 1;
    IF @from IS NOT NULL AND @id IS NOT NULL
    BEGIN
        SET @sql = N'SELECT @found = 1, @tenantId = CONVERT(int, ' + @tenant + N') FROM ' + @from + N' WHERE ' + @key + N' = @id;';
        EXEC sys.sp_executesql @sql, N'@id bigint, @found int OUTPUT, @tenantId int OUTPUT', @id = @id, @found = @found OUTPUT, @tenantId = @tenantId OUTPUT;
    END;
    SET @Outcome = CASE WHEN @there IS NULL THEN N'gone'
                        WHEN @from IS NULL OR @id IS NULL THEN N'unreadable'
                        WHEN @found IS NULL THEN N'missing'
                        ELSE N'requeued' END;
    IF @Outcome = N'requeued'
    BEGIN
        BEGIN TRANSACTION;
        DELETE FROM dbo.Neo4jSyncDeadLetterQueue WHERE DeadLetterId = @DeadLetterId;
        -- Another call may have been quicker.
        IF @@ROWCOUNT = 1
            EXEC dbo.hart_SendSyncRequest @EntityType = @entity, @EntityId = @id, @TenantId = @tenantId, @SyncType = N'UPDATE';
        ELSE SET @Outcome = N'gone';
        COMMIT TRANSACTION;
    END;
    SELECT @Outcome AS outcome;
    RETURN 0;
END;
GO
-- Takes one dead letter of the sync away and keeps it in dbo.HartTakenMessage, under its number as the queuing order.
-- @Outcome: dismissed, or gone (no such letter).
CREATE OR ALTER PROCEDURE dbo.hart_DismissDeadLetter
    @DeadLetterId bigint,
    @RunId        uniqueidentifier = NULL,
    @Outcome      nvarchar(20) = NULL OUTPUT
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;
    BEGIN TRANSACTION;
    INSERT INTO dbo.HartTakenMessage (RunId, QueueName, ConversationHandle, MessageType, QueuingOrder, MessageBody, WhatBecameOfIt)
    SELECT @RunId, N'Neo4jSyncDeadLetterQueue', COALESCE(d.ConversationHandle, CONVERT(uniqueidentifier, '00000000-0000-0000-0000-000000000000')), NULL, d.DeadLetterId,
           CONVERT(varbinary(max), d.MessageBody), N'dismissed'
    FROM dbo.Neo4jSyncDeadLetterQueue AS d WITH (UPDLOCK)
    WHERE d.DeadLetterId = @DeadLetterId;
    SET @Outcome = CASE WHEN @@ROWCOUNT = 0 THEN N'gone' ELSE N'dismissed' END;
    DELETE FROM dbo.Neo4jSyncDeadLetterQueue WHERE DeadLetterId = @DeadLetterId;
    COMMIT TRANSACTION;
    SELECT @Outcome AS outcome;
    RETURN 0;
END;
GO
-- DBCC CHECKDB of this database, which wants db_owner. The errors found come as rows; no rows mean that none were.
CREATE OR ALTER PROCEDURE dbo.hart_CheckDatabase
    @PhysicalOnly bit = 0
WITH EXECUTE AS OWNER
AS
BEGIN
    SET NOCOUNT ON;
    IF @PhysicalOnly = 1 DBCC CHECKDB WITH NO_INFOMSGS, TABLERESULTS, PHYSICAL_ONLY;
    ELSE DBCC CHECKDB WITH NO_INFOMSGS, TABLERESULTS;
    RETURN 0;
END;
GO
IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_operator')
BEGIN
    GRANT EXECUTE ON OBJECT::dbo.hart_SetQueue TO [hart_operator];
    GRANT EXECUTE ON OBJECT::dbo.hart_EndConversations TO [hart_operator];
    GRANT EXECUTE ON OBJECT::dbo.hart_TakeMessage TO [hart_operator];
    GRANT EXECUTE ON OBJECT::dbo.hart_RequeueDeadLetter TO [hart_operator];
    GRANT EXECUTE ON OBJECT::dbo.hart_DismissDeadLetter TO [hart_operator];
    GRANT EXECUTE ON OBJECT::dbo.hart_CheckDatabase TO [hart_operator];
END;
GO
-- To see after a crash what became of a message; never its body.
IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_reader')
    GRANT SELECT ON OBJECT::dbo.HartTakenMessage (TakenId, RunId, QueueName, ConversationHandle, MessageType, QueuingOrder, WhatBecameOfIt, TakenAt) TO [hart_reader];
GO
