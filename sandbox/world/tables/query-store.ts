import { table } from '../table.ts';

/** Query Store's views. Durations and CPU are microseconds. */

export const queryStoreOptions = table(
  'each',
  'sys.database_query_store_options',
  `desired_state smallint=2, desired_state_desc nvarchar=READ_WRITE, actual_state smallint=2,
   actual_state_desc nvarchar=READ_WRITE, readonly_reason int=0, current_storage_size_mb bigint,
   flush_interval_seconds bigint=900, interval_length_minutes bigint=5, max_storage_size_mb bigint=10240,
   stale_query_threshold_days bigint=30, max_plans_per_query bigint=200, query_capture_mode smallint=2,
   query_capture_mode_desc nvarchar=AUTO, size_based_cleanup_mode smallint=1, size_based_cleanup_mode_desc nvarchar=AUTO,
   wait_stats_capture_mode smallint=1, wait_stats_capture_mode_desc nvarchar=ON,
   actual_state_additional_info nvarchar`,
);

export const queryStoreQueryText = table(
  'each',
  'sys.query_store_query_text',
  `query_text_id bigint, query_sql_text nvarchar, statement_sql_handle varbinary,
   is_part_of_encrypted_module bit=0, has_restricted_text bit=0`,
);

export const queryStoreQuery = table(
  'each',
  'sys.query_store_query',
  `query_id bigint, query_text_id bigint, context_settings_id bigint=1, object_id bigint=0, batch_sql_handle varbinary,
   query_hash varbinary, is_internal_query bit=0, query_parameterization_type tinyint=1,
   query_parameterization_type_desc nvarchar=User, initial_compile_start_time datetimeoffset,
   last_compile_start_time datetimeoffset, last_execution_time datetimeoffset, count_compiles bigint=1,
   avg_compile_duration float=4200, last_compile_duration bigint=4200, is_clouddb_internal_query bit=0`,
);

export const queryStorePlan = table(
  'each',
  'sys.query_store_plan',
  `plan_id bigint, query_id bigint, plan_group_id bigint=0, engine_version nvarchar, compatibility_level smallint=160,
   query_plan_hash varbinary, query_plan nvarchar, is_online_index_plan bit=0, is_trivial_plan bit=0,
   is_parallel_plan bit=0, is_forced_plan bit=0, is_natively_compiled bit=0, force_failure_count bigint=0,
   last_force_failure_reason int=0, last_force_failure_reason_desc nvarchar=NONE, count_compiles bigint=1,
   initial_compile_start_time datetimeoffset, last_compile_start_time datetimeoffset,
   last_execution_time datetimeoffset, avg_compile_duration float=4200, last_compile_duration bigint=4200,
   plan_forcing_type int=0, plan_forcing_type_desc nvarchar=NONE`,
);

export const queryStoreIntervals = table(
  'each',
  'sys.query_store_runtime_stats_interval',
  'runtime_stats_interval_id bigint, start_time datetimeoffset, end_time datetimeoffset, comment nvarchar',
);

export const queryStoreRuntimeStats = table(
  'each',
  'sys.query_store_runtime_stats',
  `runtime_stats_id bigint, plan_id bigint, runtime_stats_interval_id bigint, execution_type tinyint=0,
   execution_type_desc nvarchar=Regular, first_execution_time datetimeoffset, last_execution_time datetimeoffset,
   count_executions bigint, avg_duration float, last_duration bigint, min_duration bigint, max_duration bigint,
   stdev_duration float, avg_cpu_time float, last_cpu_time bigint, min_cpu_time bigint, max_cpu_time bigint,
   stdev_cpu_time float, avg_logical_io_reads float, last_logical_io_reads bigint, min_logical_io_reads bigint,
   max_logical_io_reads bigint, stdev_logical_io_reads float, avg_logical_io_writes float, avg_physical_io_reads float,
   avg_query_max_used_memory float, avg_rowcount float, last_rowcount bigint, avg_log_bytes_used float`,
);

const queryStoreWaitStats = table(
  'each',
  'sys.query_store_wait_stats',
  `wait_stats_id bigint, plan_id bigint, runtime_stats_interval_id bigint, wait_category smallint,
   wait_category_desc nvarchar, execution_type tinyint=0, execution_type_desc nvarchar=Regular,
   total_query_wait_time_ms bigint, avg_query_wait_time_ms float, max_query_wait_time_ms bigint`,
);

export const queryStoreTables = [
  queryStoreOptions,
  queryStoreQueryText,
  queryStoreQuery,
  queryStorePlan,
  queryStoreIntervals,
  queryStoreRuntimeStats,
  queryStoreWaitStats,
];
