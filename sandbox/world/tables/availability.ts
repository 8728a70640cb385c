import { table } from '../table.ts';

/** Availability groups: this server is in none, so all of these are empty. */
export const availabilityTables = [
  table(
    'server',
    'sys.availability_groups',
    `group_id uniqueidentifier, name nvarchar, resource_id nvarchar, resource_group_id nvarchar, failure_condition_level int,
     health_check_timeout int, automated_backup_preference tinyint, automated_backup_preference_desc nvarchar,
     version smallint, basic_features bit, dtc_support bit, db_failover bit, is_distributed bit, cluster_type tinyint,
     cluster_type_desc nvarchar`,
  ),
  table(
    'server',
    'sys.availability_replicas',
    `replica_id uniqueidentifier, group_id uniqueidentifier, replica_metadata_id int, replica_server_name nvarchar,
     owner_sid varbinary, endpoint_url nvarchar, availability_mode tinyint, availability_mode_desc nvarchar,
     failover_mode tinyint, failover_mode_desc nvarchar, session_timeout int, primary_role_allow_connections tinyint,
     secondary_role_allow_connections tinyint, backup_priority int, read_only_routing_url nvarchar, seeding_mode tinyint,
     seeding_mode_desc nvarchar`,
  ),
  table(
    'server',
    'sys.dm_hadr_availability_replica_states',
    `replica_id uniqueidentifier, group_id uniqueidentifier, is_local bit, role tinyint, role_desc nvarchar,
     operational_state tinyint, operational_state_desc nvarchar, connected_state tinyint, connected_state_desc nvarchar,
     recovery_health tinyint, recovery_health_desc nvarchar, synchronization_health tinyint,
     synchronization_health_desc nvarchar, last_connect_error_number int, last_connect_error_description nvarchar,
     last_connect_error_timestamp datetime`,
  ),
  table(
    'server',
    'sys.dm_hadr_availability_group_states',
    `group_id uniqueidentifier, primary_replica nvarchar, primary_recovery_health tinyint,
     primary_recovery_health_desc nvarchar, synchronization_health tinyint, synchronization_health_desc nvarchar`,
  ),
  table(
    'server',
    'sys.dm_hadr_database_replica_states',
    `database_id int, group_id uniqueidentifier, replica_id uniqueidentifier, group_database_id uniqueidentifier,
     is_local bit, is_primary_replica bit, synchronization_state tinyint, synchronization_state_desc nvarchar,
     is_commit_participant bit, synchronization_health tinyint, synchronization_health_desc nvarchar,
     database_state tinyint, database_state_desc nvarchar, is_suspended bit, suspend_reason tinyint,
     suspend_reason_desc nvarchar, last_hardened_lsn numeric(25,0), last_hardened_time datetime,
     last_redone_lsn numeric(25,0), last_redone_time datetime, log_send_queue_size bigint, log_send_rate bigint,
     redo_queue_size bigint, redo_rate bigint, end_of_log_lsn numeric(25,0), last_commit_lsn numeric(25,0),
     last_commit_time datetime, secondary_lag_seconds bigint`,
  ),
  table(
    'server',
    'sys.database_mirroring',
    `database_id int, mirroring_guid uniqueidentifier, mirroring_state tinyint, mirroring_state_desc nvarchar,
     mirroring_role tinyint, mirroring_role_desc nvarchar`,
  ),
];
