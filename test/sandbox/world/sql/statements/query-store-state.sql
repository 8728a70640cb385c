SELECT o.desired_state_desc, o.actual_state_desc, o.readonly_reason,
       CONVERT(float, o.current_storage_size_mb) AS current_mb, CONVERT(float, o.max_storage_size_mb) AS max_mb,
       100.0 * o.current_storage_size_mb / NULLIF(o.max_storage_size_mb, 0) AS used_percent,
       CONVERT(int, o.interval_length_minutes) AS interval_minutes, o.query_capture_mode_desc, o.size_based_cleanup_mode_desc
FROM sys.database_query_store_options AS o;
