import { table } from '../table.ts';

/** The product's own tables, with its own names and types. GEOMETRY, VECTOR and JSON travel as bytes and text. */

export const oodaLoopMetrics = table(
  'Hartonomous',
  'dbo.OODALoopMetrics',
  `MetricId bigint, Phase nvarchar, DurationMs int, Success bit=1, ExecutedAt datetime2, TenantId int=0,
   CorrelationId uniqueidentifier, ErrorMessage nvarchar`,
  'MetricId',
);

export const improvementHistory = table(
  'Hartonomous',
  'dbo.AutonomousImprovementHistory',
  `ImprovementId uniqueidentifier, ImprovementType nvarchar, TargetEntity nvarchar, TargetId bigint,
   AnalysisResults nvarchar, GeneratedCode nvarchar, TargetFile nvarchar, ChangeType nvarchar, OldValue nvarchar,
   NewValue nvarchar, RiskLevel nvarchar, EstimatedImpact nvarchar, GitCommitHash nvarchar, ApprovedBy nvarchar,
   ExecutedAt datetime2, Success bit, Notes nvarchar, ErrorMessage nvarchar, SuccessScore numeric(18,4),
   TestsPassed int, TestsFailed int, PerformanceDelta numeric(18,4), WasDeployed bit=0, WasRolledBack bit=0,
   StartedAt datetime2, CompletedAt datetime2, RolledBackAt datetime2`,
);

export const learningMetrics = table(
  'Hartonomous',
  'dbo.LearningMetrics',
  `MetricId uniqueidentifier, AnalysisId uniqueidentifier, MetricType nvarchar, MetricValue numeric(18,4),
   MeasuredAt datetime2`,
);

export const inferenceRequest = table(
  'Hartonomous',
  'dbo.InferenceRequest',
  `InferenceId bigint, TenantId int=0, RequestTimestamp datetime2, CompletionTimestamp datetime2, TaskType nvarchar,
   InputData nvarchar, InputHash varbinary, CorrelationId nvarchar, Status nvarchar, Confidence float,
   ModelsUsed nvarchar, EnsembleStrategy nvarchar, OutputData nvarchar, OutputMetadata nvarchar, TotalDurationMs int,
   CacheHit bit=0, UserRating tinyint, UserFeedback nvarchar, Complexity int, SlaTier nvarchar,
   EstimatedResponseTimeMs int, ModelId int`,
  'InferenceId',
);

export const atom = table(
  'Hartonomous',
  'dbo.Atom',
  `AtomId bigint, TenantId int=0, Modality nvarchar=text, Subtype nvarchar, ContentHash varbinary, ContentType nvarchar,
   SourceType nvarchar, SourceUri nvarchar, CanonicalText nvarchar, Metadata nvarchar, AtomicValue varbinary,
   CreatedAt datetime2, ModifiedAt datetime2, ReferenceCount bigint=1`,
  'AtomId',
);

export const atomEmbedding = table(
  'Hartonomous',
  'dbo.AtomEmbedding',
  `AtomEmbeddingId bigint, AtomId bigint, TenantId int=0, ModelId int=1, EmbeddingType nvarchar=semantic,
   Dimension int=1998, SpatialKey varbinary, EmbeddingVector varbinary, SpatialBucketX int, SpatialBucketY int,
   SpatialBucketZ int, HilbertValue bigint, CreatedAt datetime2`,
  'AtomEmbeddingId',
);

export const neo4jSyncLog = table(
  'Hartonomous',
  'dbo.Neo4jSyncLog',
  `LogId bigint, EntityType nvarchar=Atom, EntityId bigint, SyncType nvarchar=CREATE, SyncStatus nvarchar=Success,
   Response nvarchar, ErrorMessage nvarchar, RetryCount int=0, SyncTimestamp datetime2`,
  'LogId',
);

export const neo4jSyncDeadLetterQueue = table(
  'Hartonomous',
  'dbo.Neo4jSyncDeadLetterQueue',
  `DeadLetterId bigint, ConversationHandle uniqueidentifier, ErrorDescription nvarchar, MessageBody nvarchar,
   ErrorTimestamp datetime2`,
);

export const ingestionJob = table(
  'Hartonomous',
  'dbo.IngestionJob',
  `IngestionJobId bigint, TenantId int=0, ParentAtomId bigint=1, ModelId int, JobStatus nvarchar=Pending,
   AtomChunkSize int=1000000, CurrentAtomOffset bigint=0, TotalAtomsProcessed bigint=0, AtomQuota bigint=5000000000,
   ErrorMessage nvarchar, CreatedAt datetime2, LastUpdatedAt datetime2`,
  'IngestionJobId',
);

export const backgroundJob = table(
  'Hartonomous',
  'dbo.BackgroundJob',
  `JobId bigint, JobType nvarchar, Payload nvarchar, Status int=0, AttemptCount int=0, MaxRetries int=3, Priority int=0,
   CreatedAtUtc datetime2, ScheduledAtUtc datetime2, StartedAtUtc datetime2, CompletedAtUtc datetime2,
   ResultData nvarchar, ErrorMessage nvarchar, ErrorStackTrace nvarchar, TenantId int, CreatedBy nvarchar,
   CorrelationId nvarchar`,
  'JobId',
);

export const pendingActions = table(
  'Hartonomous',
  'dbo.PendingActions',
  `ActionId bigint, ActionType nvarchar, SqlStatement nvarchar, Description nvarchar, Status nvarchar=PendingApproval,
   RiskLevel nvarchar=medium, EstimatedImpact nvarchar, CreatedUtc datetime2, ApprovedUtc datetime2,
   ApprovedBy nvarchar, ExecutedUtc datetime2, ResultJson nvarchar, ErrorMessage nvarchar`,
);

/** What hart's own installation adds. */
export const hartResyncEntity = table(
  'Hartonomous',
  'dbo.HartResyncEntity',
  `EntityType nvarchar, SchemaName nvarchar=dbo, TableName nvarchar, KeyColumn nvarchar, TenantColumn nvarchar,
   IsAllowed bit=1`,
);

export const hartResyncProgress = table(
  'Hartonomous',
  'dbo.HartResyncProgress',
  `RunId uniqueidentifier, EntityType nvarchar, HighWaterKey bigint, LastKey bigint, Enqueued bigint=0,
   StartEndpoints bigint, Outcome nvarchar, StartedAt datetime2, UpdatedAt datetime2`,
);

export const hartTakenMessage = table(
  'Hartonomous',
  'dbo.HartTakenMessage',
  `TakenId bigint, RunId uniqueidentifier, QueueName nvarchar, ConversationHandle uniqueidentifier,
   MessageType nvarchar, QueuingOrder bigint, MessageBody varbinary, WhatBecameOfIt nvarchar, TakenAt datetime2`,
);

export const productTables = [
  hartResyncEntity,
  hartResyncProgress,
  hartTakenMessage,
  oodaLoopMetrics,
  improvementHistory,
  learningMetrics,
  inferenceRequest,
  atom,
  atomEmbedding,
  neo4jSyncLog,
  neo4jSyncDeadLetterQueue,
  ingestionJob,
  backgroundJob,
  pendingActions,
];
