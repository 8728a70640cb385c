import { table } from '../table.ts';

/** Dynamic management views: sessions, requests, space, memory. */

export const sessions = table(
  'server',
  'sys.dm_exec_sessions',
  `session_id smallint, login_time datetime, host_name nvarchar, program_name nvarchar, host_process_id int,
   client_version int=7, client_interface_name nvarchar, security_id varbinary, login_name nvarchar, nt_domain nvarchar,
   nt_user_name nvarchar, status nvarchar=sleeping, context_info varbinary, cpu_time int=0, memory_usage int=4,
   total_scheduled_time int=0, total_elapsed_time int=0, endpoint_id int=4, last_request_start_time datetime,
   last_request_end_time datetime, reads bigint=0, writes bigint=0, logical_reads bigint=0, is_user_process bit=1,
   text_size int=2147483647, language nvarchar=us_english, date_format nvarchar=mdy, date_first smallint=7,
   transaction_isolation_level smallint=2, lock_timeout int=-1, deadlock_priority int=0, row_count bigint=0,
   prev_error int=0, original_security_id varbinary, original_login_name nvarchar, database_id smallint=5,
   authenticating_database_id int=1, open_transaction_count int=0, group_id int=2`,
);

export const connections = table(
  'server',
  'sys.dm_exec_connections',
  `session_id int, most_recent_session_id int, connect_time datetime, net_transport nvarchar=TCP,
   protocol_type nvarchar=TSQL, protocol_version int=1946157060, endpoint_id int=4, encrypt_option nvarchar=TRUE,
   auth_scheme nvarchar=SQL, node_affinity smallint=0, num_reads int=0, num_writes int=0, last_read datetime,
   last_write datetime, net_packet_size int=4096, client_net_address nvarchar, client_tcp_port int,
   local_net_address nvarchar=127.0.0.1, local_tcp_port int=1433, connection_id uniqueidentifier,
   parent_connection_id uniqueidentifier, most_recent_sql_handle varbinary`,
);

export const requests = table(
  'server',
  'sys.dm_exec_requests',
  `session_id smallint, request_id int=0, start_time datetime, status nvarchar=running, command nvarchar,
   sql_handle varbinary, statement_start_offset int=0, statement_end_offset int=-1, plan_handle varbinary,
   database_id smallint, user_id int=1, connection_id uniqueidentifier, blocking_session_id smallint=0,
   wait_type nvarchar, wait_time int=0, last_wait_type nvarchar, wait_resource nvarchar, open_transaction_count int=0,
   open_resultset_count int=1, transaction_id bigint, percent_complete real=0, estimated_completion_time bigint=0,
   cpu_time int=0, total_elapsed_time int=0, reads bigint=0, writes bigint=0, logical_reads bigint=0, row_count bigint=0,
   granted_query_memory int=0, query_hash varbinary, dop int=1`,
);

/** Behind the table function sys.dm_exec_sql_text. */
export const sqlTexts = table(
  'server',
  'sys.x_sql_text',
  'handle varbinary, dbid smallint, objectid int, number smallint, encrypted bit=0, text nvarchar',
);

export const indexUsage = table(
  'server',
  'sys.dm_db_index_usage_stats',
  `database_id int, object_id int, index_id int, user_seeks bigint=0, user_scans bigint=0, user_lookups bigint=0,
   user_updates bigint=0, last_user_seek datetime, last_user_scan datetime, last_user_lookup datetime,
   last_user_update datetime, system_seeks bigint=0, system_scans bigint=0, system_lookups bigint=0,
   system_updates bigint=0, last_system_seek datetime, last_system_scan datetime`,
);

export const logSpaceUsage = table(
  'each',
  'sys.dm_db_log_space_usage',
  `database_id smallint, total_log_size_in_bytes bigint, used_log_space_in_bytes bigint,
   used_log_space_in_percent real, log_space_in_bytes_since_last_backup bigint`,
);

/** Behind the table function sys.dm_db_log_stats. */
export const logStats = table(
  'server',
  'sys.x_log_stats',
  `database_id int, recovery_model nvarchar, log_min_lsn nvarchar, log_end_lsn nvarchar, current_vlf_sequence_number bigint,
   current_vlf_size_mb float, total_vlf_count bigint, total_log_size_mb float, active_vlf_count bigint,
   active_log_size_mb float, log_truncation_holdup_reason nvarchar, log_backup_time datetime, log_backup_lsn nvarchar,
   log_since_last_log_backup_mb float, log_checkpoint_lsn nvarchar, log_since_last_checkpoint_mb float,
   log_recovery_lsn nvarchar, log_recovery_size_mb float, recovery_vlf_count bigint`,
);

export const fileSpaceUsage = table(
  'each',
  'sys.dm_db_file_space_usage',
  `database_id smallint, file_id smallint, filegroup_id smallint=1, total_page_count bigint, allocated_extent_page_count bigint,
   unallocated_extent_page_count bigint, version_store_reserved_page_count bigint=0,
   user_object_reserved_page_count bigint=0, internal_object_reserved_page_count bigint=0,
   mixed_extent_page_count bigint=0, modified_extent_page_count bigint=0`,
);

export const performanceCounters = table(
  'server',
  'sys.dm_os_performance_counters',
  `object_name nvarchar, counter_name nvarchar, instance_name nvarchar=, cntr_value bigint, cntr_type int=65792`,
);

export const waitStats = table(
  'server',
  'sys.dm_os_wait_stats',
  'wait_type nvarchar, waiting_tasks_count bigint, wait_time_ms bigint, max_wait_time_ms bigint, signal_wait_time_ms bigint',
);

export const memoryGrants = table(
  'server',
  'sys.dm_exec_query_memory_grants',
  `session_id smallint, request_id int=0, dop smallint=1, request_time datetime, grant_time datetime,
   requested_memory_kb bigint, granted_memory_kb bigint, wait_time_ms bigint`,
);

export const xtpTableMemory = table(
  'each',
  'sys.dm_db_xtp_table_memory_stats',
  `object_id int, memory_allocated_for_table_kb bigint, memory_used_by_table_kb bigint,
   memory_allocated_for_indexes_kb bigint, memory_used_by_indexes_kb bigint`,
);

export const databaseTransactions = table(
  'server',
  'sys.dm_tran_database_transactions',
  `transaction_id bigint, database_id int, database_transaction_begin_time datetime, database_transaction_type int=1,
   database_transaction_state int=4, database_transaction_status int=0, database_transaction_status2 int=258,
   database_transaction_log_record_count bigint=0, database_transaction_replicate_record_count int=0,
   database_transaction_log_bytes_used bigint=0, database_transaction_log_bytes_reserved bigint=0,
   database_transaction_log_bytes_used_system int=0, database_transaction_log_bytes_reserved_system int=0`,
);

export const activeTransactions = table(
  'server',
  'sys.dm_tran_active_transactions',
  `transaction_id bigint, name nvarchar, transaction_begin_time datetime, transaction_type int=1, transaction_uow uniqueidentifier,
   transaction_state int=2, transaction_status int=0, transaction_status2 int=258, dtc_state int=0, dtc_status int=0, dtc_isolation_level int=-1`,
);

export const sessionTransactions = table(
  'server',
  'sys.dm_tran_session_transactions',
  `session_id int, transaction_id bigint, transaction_descriptor varbinary, enlist_count int=0, is_user_transaction bit=1,
   is_local bit=1, is_enlisted bit=0, is_bound bit=0, open_transaction_count int=1`,
);

export const dynamicTables = [
  sessions,
  connections,
  requests,
  sqlTexts,
  indexUsage,
  logSpaceUsage,
  logStats,
  fileSpaceUsage,
  performanceCounters,
  waitStats,
  memoryGrants,
  xtpTableMemory,
  databaseTransactions,
  sessionTransactions,
  activeTransactions,
];
