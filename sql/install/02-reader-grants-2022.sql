/*
What hart_reader may see on SQL Server 2022 and later; for 2019 use 02-reader-grants-2019.sql instead. The rights are narrower there: state
without the right to see, for instance, the memory of other sessions' keys.
Run as sysadmin after 01-logins.sql, with the sqlcmd variable HartDatabase. Grants are repeatable: run it again after the product was
deployed anew, after 04-monitoring-objects.sql, and after a restore.
*/
:on error exit
USE [master];
GO
-- Waits, sessions, files and volumes, queue monitors; implies VIEW DATABASE PERFORMANCE STATE, and so Query Store, in every database.
GRANT VIEW SERVER PERFORMANCE STATE TO [hart_reader];
-- How connections are encrypted and which services run.
GRANT VIEW SERVER SECURITY STATE TO [hart_reader];
-- Names and definitions: without it the catalogue hides queues, services, files and indexes instead of refusing them.
GRANT VIEW ANY DEFINITION TO [hart_reader];
-- Everyone has it unless someone took it from public.
GRANT VIEW ANY DATABASE TO [hart_reader];
GO
-- The product's database: some columns instead of whole tables where rows carry tenants' content. Messages in queues have no columns to
-- choose from; checks read their order and their time, never the body.
USE [$(HartDatabase)];
GO
IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_reader')
    CREATE USER [hart_reader] FOR LOGIN [hart_reader];
GO
-- After a restore from another server the user belongs to a login that is not here.
IF EXISTS (SELECT 1 FROM sys.database_principals AS u WHERE u.name = N'hart_reader' AND u.sid <> SUSER_SID(N'hart_reader'))
    ALTER USER [hart_reader] WITH LOGIN = [hart_reader];
GO
-- Only columns that are there, since deployments differ. No grant on synonyms: one would open the whole table behind it.
DECLARE @grants nvarchar(max) = N'';
SELECT @grants = @grants + COALESCE(N'GRANT SELECT ON OBJECT::dbo.' + QUOTENAME(o.name)
    + CASE WHEN w.columns = N'' THEN N'' ELSE N' (' + (
        SELECT STRING_AGG(QUOTENAME(c.name), N', ') FROM sys.columns AS c
        WHERE c.object_id = o.object_id AND c.name IN (SELECT LTRIM(s.value) FROM STRING_SPLIT(w.columns, N',') AS s)) + N')' END
    + N' TO [hart_reader];' + NCHAR(10), N'')   -- a table with none of these columns must not undo all the others
FROM (VALUES
    (N'OODALoopMetrics', N''),
    (N'AutonomousImprovementHistory', N'ImprovementId, StartedAt, CompletedAt, ExecutedAt, Success'),
    (N'LearningMetrics', N''),
    (N'PendingActions', N'ActionId, ActionType, Status, RiskLevel, CreatedUtc, ApprovedUtc, ExecutedUtc'),
    (N'InferenceRequest', N'InferenceId, TenantId, RequestTimestamp, CompletionTimestamp, Status, TotalDurationMs, CacheHit, ModelId'),
    (N'InferenceRequests', N'InferenceId, TenantId, RequestTimestamp, CompletionTimestamp, Status, TotalDurationMs, CacheHit, ModelId'),
    (N'IngestionJob', N'IngestionJobId, TenantId, JobStatus, TotalAtomsProcessed, CreatedAt, LastUpdatedAt'),
    (N'BackgroundJob', N'JobId, JobType, Status, AttemptCount, CreatedAtUtc, ScheduledAtUtc, StartedAtUtc, CompletedAtUtc, TenantId'),
    (N'Neo4jSyncLog', N'LogId, EntityType, EntityId, SyncType, SyncStatus, RetryCount, SyncTimestamp'),
    (N'Neo4jSyncDeadLetterQueue', N'DeadLetterId, ConversationHandle, ErrorTimestamp'),
    (N'Atom', N'AtomId, TenantId, CreatedAt, ModifiedAt'),
    (N'AtomEmbedding', N'AtomEmbeddingId, AtomId, TenantId, CreatedAt'),
    (N'AtomEmbeddings', N'AtomEmbeddingId, AtomId, TenantId, CreatedAt'),
    (N'AnalyzeQueue', N''), (N'HypothesizeQueue', N''), (N'ActQueue', N''), (N'LearnQueue', N''),
    (N'InitiatorQueue', N''), (N'Neo4jSyncQueue', N''), (N'InferenceQueue', N''), (N'IngestionQueue', N'')
) AS w(name, columns)
JOIN sys.objects AS o ON o.object_id = OBJECT_ID(N'dbo.' + QUOTENAME(w.name)) AND o.type IN ('U', 'V', 'SQ');
PRINT @grants;
EXEC sys.sp_executesql @grants;
GO
-- What is not here; the checks that need it will say so.
SELECT w.name AS not_in_this_database
FROM (VALUES (N'OODALoopMetrics'), (N'AutonomousImprovementHistory'), (N'LearningMetrics'), (N'PendingActions'), (N'InferenceRequest'),
             (N'IngestionJob'), (N'BackgroundJob'), (N'Neo4jSyncLog'), (N'Neo4jSyncDeadLetterQueue'), (N'Atom'), (N'AtomEmbedding'),
             (N'AnalyzeQueue'), (N'HypothesizeQueue'), (N'ActQueue'), (N'LearnQueue'), (N'InitiatorQueue'), (N'Neo4jSyncQueue'),
             (N'InferenceQueue'), (N'IngestionQueue')) AS w(name)
WHERE OBJECT_ID(N'dbo.' + QUOTENAME(w.name)) IS NULL;
GO
-- The history of backups and the list of damaged pages.
USE [msdb];
GO
IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'hart_reader')
    CREATE USER [hart_reader] FOR LOGIN [hart_reader];
GO
GRANT SELECT ON OBJECT::dbo.backupset TO [hart_reader];
GRANT SELECT ON OBJECT::dbo.backupmediaset TO [hart_reader];
GRANT SELECT ON OBJECT::dbo.backupmediafamily TO [hart_reader];
GRANT SELECT ON OBJECT::dbo.restorehistory TO [hart_reader];
GRANT SELECT ON OBJECT::dbo.suspect_pages TO [hart_reader];
GRANT SELECT ON OBJECT::dbo.sysjobs (job_id, name, enabled) TO [hart_reader];
GRANT SELECT ON OBJECT::dbo.sysjobsteps (job_id, database_name, command) TO [hart_reader];
GRANT SELECT ON OBJECT::dbo.log_shipping_primary_databases (primary_database) TO [hart_reader];
GRANT SELECT ON OBJECT::dbo.log_shipping_secondary_databases (secondary_database) TO [hart_reader];
GO
