/*
Purpose: one batch of a resync: enqueues what exists after the last key of this run, unless the queue is deep or live work waits.
Right: EXECUTE on dbo.sp_ResyncAllProvenanceToNeo4j.
*/
EXEC [$(HartDatabase)].dbo.sp_ResyncAllProvenanceToNeo4j @RunId = @token, @EntityType = @entity, @BatchSize = @batch, @MaxQueueDepth = @depth
