import { table } from '../table.ts';

/** Views of the whole server: one table, seen from every database. */

export const databases = table(
  'server',
  'sys.databases',
  `name nvarchar, database_id int, source_database_id int, owner_sid varbinary, create_date datetime,
   compatibility_level tinyint=160, collation_name nvarchar=SQL_Latin1_General_CP1_CI_AS, user_access tinyint=0,
   user_access_desc nvarchar=MULTI_USER, is_read_only bit=0, is_auto_close_on bit=0, is_auto_shrink_on bit=0,
   state tinyint=0, state_desc nvarchar=ONLINE, is_in_standby bit=0, is_cleanly_shutdown bit=0,
   is_supplemental_logging_enabled bit=0, snapshot_isolation_state tinyint=0, snapshot_isolation_state_desc nvarchar=OFF,
   is_read_committed_snapshot_on bit=0, recovery_model tinyint=3, recovery_model_desc nvarchar=SIMPLE,
   page_verify_option tinyint=2, page_verify_option_desc nvarchar=CHECKSUM, is_auto_create_stats_on bit=1,
   is_auto_update_stats_on bit=1, is_auto_update_stats_async_on bit=0, is_ansi_nulls_on bit=0,
   is_quoted_identifier_on bit=0, is_parameterization_forced bit=0, is_db_chaining_on bit=0, is_trustworthy_on bit=0,
   is_master_key_encrypted_by_server bit=0, is_query_store_on bit=0, is_published bit=0, is_subscribed bit=0,
   is_merge_published bit=0, is_distributor bit=0, is_sync_with_backup bit=0, service_broker_guid uniqueidentifier,
   is_broker_enabled bit=0, log_reuse_wait tinyint=0, log_reuse_wait_desc nvarchar=NOTHING, is_date_correlation_on bit=0,
   is_cdc_enabled bit=0, is_encrypted bit=0, is_honor_broker_priority_on bit=0, replica_id uniqueidentifier,
   group_database_id uniqueidentifier, resource_pool_id int, containment tinyint=0, containment_desc nvarchar=NONE,
   target_recovery_time_in_seconds int=60, delayed_durability int=0, delayed_durability_desc nvarchar=DISABLED,
   is_memory_optimized_elevate_to_snapshot_on bit=0, is_accelerated_database_recovery_on bit=0`,
);

export const configurations = table(
  'server',
  'sys.configurations',
  `configuration_id int, name nvarchar, value int, minimum int, maximum int, value_in_use int, description nvarchar,
   is_dynamic bit=1, is_advanced bit=0`,
);

const fileColumns = `file_id int, file_guid uniqueidentifier, type tinyint=0, type_desc nvarchar=ROWS,
   data_space_id int=1, name nvarchar, physical_name nvarchar, state tinyint=0, state_desc nvarchar=ONLINE, size int,
   max_size int=-1, growth int=8192, is_media_read_only bit=0, is_read_only bit=0, is_sparse bit=0,
   is_percent_growth bit=0, is_name_reserved bit=0, is_persistent_log_buffer bit=0, create_lsn numeric(25,0),
   drop_lsn numeric(25,0), read_only_lsn numeric(25,0), read_write_lsn numeric(25,0),
   differential_base_lsn numeric(25,0), differential_base_guid uniqueidentifier, differential_base_time datetime,
   redo_start_lsn numeric(25,0), redo_start_fork_guid uniqueidentifier, redo_target_lsn numeric(25,0),
   redo_target_fork_guid uniqueidentifier, backup_lsn numeric(25,0)`;

export const masterFiles = table(
  'server',
  'sys.master_files',
  `database_id int, ${fileColumns}, credential_id int`,
);
export const databaseFiles = table('each', 'sys.database_files', fileColumns);

export const databaseRecoveryStatus = table(
  'server',
  'sys.database_recovery_status',
  `database_id int, database_guid uniqueidentifier, family_guid uniqueidentifier, last_log_backup_lsn numeric(25,0),
   recovery_fork_guid uniqueidentifier, first_recovery_fork_guid uniqueidentifier, fork_point_lsn numeric(25,0)`,
);

export const osSysInfo = table(
  'server',
  'sys.dm_os_sys_info',
  `cpu_ticks bigint, ms_ticks bigint, cpu_count int=32, hyperthread_ratio int=16, physical_memory_kb bigint=134217728,
   virtual_memory_kb bigint=137438953344, committed_kb bigint=78643200, committed_target_kb bigint=83886080,
   max_workers_count int=960, scheduler_count int=32, sqlserver_start_time_ms_ticks bigint,
   sqlserver_start_time datetime, virtual_machine_type int=1, virtual_machine_type_desc nvarchar=HYPERVISOR,
   container_type int=0, container_type_desc nvarchar=NONE, socket_count int=2, cores_per_socket int=16,
   numa_node_count int=2`,
);

export const osSysMemory = table(
  'server',
  'sys.dm_os_sys_memory',
  `total_physical_memory_kb bigint=134217728, available_physical_memory_kb bigint=31457280,
   total_page_file_kb bigint=154140672, available_page_file_kb bigint=52428800, system_cache_kb bigint=9437184,
   kernel_paged_pool_kb bigint=524288, kernel_nonpaged_pool_kb bigint=262144, system_high_memory_signal_state bit=1,
   system_low_memory_signal_state bit=0, system_memory_state_desc nvarchar=Available physical memory is high`,
);

export const serverServices = table(
  'server',
  'sys.dm_server_services',
  `servicename nvarchar, startup_type int=2, startup_type_desc nvarchar=Automatic, status int=4,
   status_desc nvarchar=Running, process_id int, last_startup_time datetimeoffset, service_account nvarchar,
   filename nvarchar, is_clustered nvarchar=N, cluster_nodename nvarchar, instant_file_initialization_enabled nvarchar=Y`,
);

/** Behind the table function sys.dm_os_volume_stats. */
export const volumeStats = table(
  'server',
  'sys.x_volume_stats',
  `database_id int, file_id int, volume_mount_point nvarchar, volume_id nvarchar, logical_volume_name nvarchar,
   file_system_type nvarchar=NTFS, total_bytes bigint, available_bytes bigint, supports_compression bit=1,
   supports_alternate_streams bit=1, supports_sparse_files bit=1, is_read_only bit=0, is_compressed bit=0,
   incurs_seek_penalty bit=0`,
);

export const fixedDrives = table(
  'server',
  'sys.dm_os_enumerate_fixed_drives',
  'fixed_drive_path nvarchar, drive_type int=3, drive_type_desc nvarchar=DRIVE_FIXED, free_space_in_bytes bigint',
);

/** Behind the table function sys.dm_os_file_exists. */
export const filesSeen = table(
  'server',
  'sys.x_files',
  'path nvarchar, file_exists int=1, file_is_a_directory int=0, parent_directory_exists int=1',
);

export const encryptionKeys = table(
  'server',
  'sys.dm_database_encryption_keys',
  `database_id int, encryption_state int, create_date datetime, regenerate_date datetime, modify_date datetime,
   set_date datetime, opened_date datetime, key_algorithm nvarchar, key_length int, encryptor_thumbprint varbinary,
   encryptor_type nvarchar, percent_complete real, encryption_state_desc nvarchar, encryption_scan_state int,
   encryption_scan_state_desc nvarchar, encryption_scan_modify_date datetime`,
);

export const trustedAssemblies = table(
  'server',
  'sys.trusted_assemblies',
  'hash varbinary, description nvarchar, create_date datetime2, created_by nvarchar',
);

export const serverPrincipals = table(
  'server',
  'sys.server_principals',
  `name nvarchar, principal_id int, sid varbinary, type nvarchar, type_desc nvarchar, is_disabled bit=0,
   create_date datetime, modify_date datetime, default_database_name nvarchar=master,
   default_language_name nvarchar=us_english, credential_id int, owning_principal_id int, is_fixed_role bit=0`,
);

export const serverTables = [
  databases,
  configurations,
  masterFiles,
  databaseFiles,
  databaseRecoveryStatus,
  osSysInfo,
  osSysMemory,
  serverServices,
  volumeStats,
  fixedDrives,
  filesSeen,
  encryptionKeys,
  trustedAssemblies,
  serverPrincipals,
];
