/*
Purpose: what a database is and how it is set, so that a restore can be refused where it would fail and put back what was.
Right: VIEW ANY DATABASE, VIEW ANY DEFINITION.
*/
SELECT d.name                                             AS name,
       CONVERT(int, d.database_id)                        AS database_id,
       d.state_desc                                       AS state,
       d.user_access_desc                                 AS user_access,
       d.recovery_model_desc                              AS recovery_model,
       SUSER_SNAME(d.owner_sid)                           AS owner,
       CONVERT(varchar(23), d.create_date, 126)           AS created_local,
       CONVERT(int, d.compatibility_level)                AS compatibility,
       CONVERT(int, d.is_trustworthy_on)                  AS trustworthy,
       CONVERT(int, d.is_db_chaining_on)                  AS chaining,
       CONVERT(int, d.is_broker_enabled)                  AS broker,
       CONVERT(varchar(36), d.service_broker_guid)        AS broker_guid,
       CONVERT(int, d.is_read_committed_snapshot_on)      AS rcsi,
       CONVERT(int, d.snapshot_isolation_state)           AS snapshot_isolation,
       CONVERT(int, d.is_query_store_on)                  AS query_store,
       CONVERT(int, d.is_auto_update_stats_async_on)      AS async_statistics,
       CONVERT(int, d.is_encrypted)                       AS encrypted,
       CONVERT(int, d.is_published)                       AS published,
       CONVERT(int, d.is_merge_published)                 AS merge_published,
       CONVERT(int, d.is_subscribed)                      AS subscribed,
       CONVERT(int, d.is_cdc_enabled)                     AS cdc,
       CONVERT(varchar(36), d.replica_id)                 AS replica_id,
       CONVERT(varchar(36), m.mirroring_guid)             AS mirroring_guid,
       CONVERT(varchar(36), r.database_guid)              AS database_guid,
       CONVERT(varchar(36), r.family_guid)                AS family_guid,
       CONVERT(varchar(36), r.recovery_fork_guid)         AS fork_guid,
       CONVERT(varchar(26), r.last_log_backup_lsn)        AS last_log_backup_lsn
FROM sys.databases AS d
LEFT JOIN sys.database_mirroring AS m ON m.database_id = d.database_id
LEFT JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
