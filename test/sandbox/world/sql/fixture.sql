-- A small server: UTC 2026-03-01 12:00, local time five hours behind. Every second row is there to be left out.
CREATE TABLE Hartonomous.sys.schemas(schema_id INTEGER, name VARCHAR);
INSERT INTO Hartonomous.sys.schemas VALUES (1, 'dbo'), (4, 'sys');
CREATE TABLE Hartonomous.sys.all_objects(name VARCHAR, schema_id INTEGER, object_id INTEGER, type VARCHAR);
INSERT INTO Hartonomous.sys.all_objects VALUES ('sp_Find', 1, 100, 'P '), ('AtomEmbedding', 1, 200, 'U '), ('OODALoopMetrics', 1, 201, 'U '), ('AnalyzeQueue', 1, 300, 'SQ');
CREATE TABLE Hartonomous.sys.configurations(name VARCHAR, value INTEGER, value_in_use INTEGER, is_advanced BOOLEAN);
INSERT INTO Hartonomous.sys.configurations VALUES ('max server memory (MB)', 81920, 81920, true), ('clr enabled', 1, 1, false), ('clr strict security', 1, 0, true), ('cost threshold for parallelism', 5, 5, true);
CREATE TABLE Hartonomous.sys.databases(name VARCHAR, database_id INTEGER, compatibility_level UTINYINT, recovery_model_desc VARCHAR, page_verify_option_desc VARCHAR, is_broker_enabled BOOLEAN, is_query_store_on BOOLEAN, is_trustworthy_on BOOLEAN, is_encrypted BOOLEAN, state_desc VARCHAR, user_access_desc VARCHAR, is_read_only BOOLEAN, is_in_standby BOOLEAN, log_reuse_wait_desc VARCHAR, source_database_id INTEGER, group_database_id UUID);
INSERT INTO Hartonomous.sys.databases VALUES
  ('master', 1, 160, 'SIMPLE', 'CHECKSUM', false, false, false, false, 'ONLINE', 'MULTI_USER', false, false, 'NOTHING', NULL, NULL),
  ('tempdb', 2, 160, 'SIMPLE', 'CHECKSUM', true, false, false, false, 'ONLINE', 'MULTI_USER', false, false, 'NOTHING', NULL, NULL),
  ('msdb', 4, 160, 'SIMPLE', 'CHECKSUM', true, false, true, false, 'ONLINE', 'MULTI_USER', false, false, 'NOTHING', NULL, NULL),
  ('Hartonomous', 5, 160, 'FULL', 'CHECKSUM', true, true, false, true, 'ONLINE', 'MULTI_USER', false, false, 'LOG_BACKUP', NULL, '11111111-1111-1111-1111-111111111111'),
  ('Archive', 6, 150, 'FULL', 'TORN_PAGE_DETECTION', false, false, false, false, 'RESTORING', 'MULTI_USER', false, false, 'NOTHING', NULL, NULL),
  ('Hart_snap', 7, 160, 'FULL', 'CHECKSUM', false, false, false, false, 'ONLINE', 'MULTI_USER', true, false, 'NOTHING', 5, NULL);

-- Query Store: query 3 is internal, interval 3 is two days old, one run of plan 102 was aborted
CREATE TABLE Hartonomous.sys.query_store_query(query_id BIGINT, query_text_id BIGINT, object_id BIGINT, is_internal_query BOOLEAN);
INSERT INTO Hartonomous.sys.query_store_query VALUES (1, 11, 100, false), (2, 12, 0, false), (3, 13, 0, true);
CREATE TABLE Hartonomous.sys.query_store_query_text(query_text_id BIGINT, query_sql_text VARCHAR);
INSERT INTO Hartonomous.sys.query_store_query_text VALUES (11, 'SELECT * FROM dbo.Atom_Embedding'), (12, 'SELECT 1 FROM dbo.AtomXEmbedding'), (13, 'UPDATE STATISTICS dbo.Atom_Embedding');
CREATE TABLE Hartonomous.sys.query_store_plan(plan_id BIGINT, query_id BIGINT, query_plan VARCHAR, is_forced_plan BOOLEAN, force_failure_count BIGINT, last_force_failure_reason_desc VARCHAR);
INSERT INTO Hartonomous.sys.query_store_plan VALUES (101, 1, '<a IndexKind="Spatial"/>', true, 3, 'NO_INDEX'), (102, 1, '<a/>', false, 2, 'NO_PLAN'), (103, 2, '<b/>', true, 0, 'NONE'), (104, 3, '<c IndexKind="Spatial"/>', false, 0, 'NONE');
CREATE TABLE Hartonomous.sys.query_store_runtime_stats_interval(runtime_stats_interval_id BIGINT, end_time TIMESTAMPTZ);
INSERT INTO Hartonomous.sys.query_store_runtime_stats_interval VALUES (1, '2026-03-01 11:00:00Z'), (2, '2026-03-01 12:00:00Z'), (3, '2026-02-27 12:00:00Z');
CREATE TABLE Hartonomous.sys.query_store_runtime_stats(plan_id BIGINT, runtime_stats_interval_id BIGINT, execution_type UTINYINT, count_executions BIGINT, avg_duration DOUBLE, max_duration BIGINT, avg_cpu_time DOUBLE, avg_logical_io_reads DOUBLE, last_execution_time TIMESTAMPTZ);
INSERT INTO Hartonomous.sys.query_store_runtime_stats VALUES
  (101, 1, 0, 2, 1000, 1500, 500, 10, '2026-03-01 10:30:00Z'), (101, 2, 0, 6, 3000, 9000, 1000, 20, '2026-03-01 11:30:00Z'),
  (102, 2, 0, 2, 8000, 8000, 4000, 40, '2026-03-01 11:40:00Z'), (102, 2, 3, 2, 60000, 60000, 100, 5, '2026-03-01 11:50:00Z'),
  (103, 2, 0, 4, 500, 700, 100, 2, '2026-03-01 11:00:00Z'), (104, 2, 0, 1, 100, 100, 100, 1, '2026-03-01 11:05:00Z'),
  (101, 3, 0, 1000, 9000000, 9000000, 1, 1, '2026-02-27 11:30:00Z');
CREATE TABLE Hartonomous.sys.database_query_store_options(desired_state_desc VARCHAR, actual_state_desc VARCHAR, readonly_reason INTEGER, current_storage_size_mb BIGINT, max_storage_size_mb BIGINT, interval_length_minutes BIGINT, query_capture_mode_desc VARCHAR, size_based_cleanup_mode_desc VARCHAR);
INSERT INTO Hartonomous.sys.database_query_store_options VALUES ('READ_WRITE', 'READ_ONLY', 65536, 9000, 10000, 5, 'AUTO', 'AUTO');

-- the OODA loop: Learn never ran, Hypothesize is silent for four hours
CREATE TABLE Hartonomous.dbo.OODALoopMetrics(Phase VARCHAR, DurationMs INTEGER, Success BOOLEAN, ExecutedAt TIMESTAMP);
INSERT INTO Hartonomous.dbo.OODALoopMetrics VALUES ('Analyze', 100, true, '2026-03-01 11:50:00'), ('Analyze', 301, false, '2026-03-01 11:20:00'), ('Hypothesize', 50, true, '2026-03-01 08:00:00'), ('Act', 10, true, '2026-03-01 11:55:00');
CREATE TABLE Hartonomous.dbo.InferenceRequest(RequestTimestamp TIMESTAMP, TotalDurationMs INTEGER);
INSERT INTO Hartonomous.dbo.InferenceRequest VALUES ('2026-03-01 11:30:00', 100), ('2026-03-01 11:31:00', 200), ('2026-03-01 11:32:00', 300), ('2026-03-01 11:33:00', 400), ('2026-03-01 11:34:00', 500), ('2026-03-01 11:59:00', NULL), ('2026-03-01 09:00:00', 99999);

-- the spatial indexes: the use of index B was in another database
CREATE TABLE Hartonomous.sys.tables(object_id INTEGER, name VARCHAR, schema_id INTEGER);
INSERT INTO Hartonomous.sys.tables VALUES (200, 'AtomEmbedding', 1);
CREATE TABLE Hartonomous.sys.indexes(object_id INTEGER, index_id INTEGER, name VARCHAR, type_desc VARCHAR, is_disabled BOOLEAN);
INSERT INTO Hartonomous.sys.indexes VALUES (200, 1, 'PK', 'CLUSTERED', false), (200, 384001, 'SIX_A', 'SPATIAL', false), (200, 384002, 'SIX_B', 'SPATIAL', true);
CREATE TABLE Hartonomous.sys.dm_db_index_usage_stats(database_id SMALLINT, object_id INTEGER, index_id INTEGER, user_seeks BIGINT, user_scans BIGINT, last_user_seek TIMESTAMP_MS);
INSERT INTO Hartonomous.sys.dm_db_index_usage_stats VALUES (5, 200, 384001, 42, 1, '2026-03-01 06:59:00'), (6, 200, 384002, 777, 0, NULL);

-- queues: ActQueue is disabled and full; NewQueue has no rows anywhere; the monitor of AnalyzeQueue is another database's
CREATE TABLE Hartonomous.sys.service_queues(object_id INTEGER, name VARCHAR, schema_id INTEGER, is_receive_enabled BOOLEAN, is_enqueue_enabled BOOLEAN, is_activation_enabled BOOLEAN, activation_procedure VARCHAR, max_readers SMALLINT, is_poison_message_handling_enabled BOOLEAN, is_retention_enabled BOOLEAN, is_ms_shipped BOOLEAN);
INSERT INTO Hartonomous.sys.service_queues VALUES (300, 'AnalyzeQueue', 1, true, true, false, NULL, 0, true, false, false), (301, 'ActQueue', 1, false, true, true, '[dbo].[sp_Act]', 1, true, false, false), (302, 'EventNotificationErrorsQueue', 1, true, true, false, NULL, 0, true, false, true), (303, 'NewQueue', 1, true, true, false, NULL, 0, true, false, false);
CREATE TABLE Hartonomous.sys.internal_tables(object_id INTEGER, parent_object_id INTEGER, internal_type_desc VARCHAR);
INSERT INTO Hartonomous.sys.internal_tables VALUES (400, 300, 'QUEUE_MESSAGES'), (401, 301, 'QUEUE_MESSAGES'), (402, 302, 'QUEUE_MESSAGES'), (403, 303, 'FILESTREAM_TOMBSTONE');
CREATE TABLE Hartonomous.sys.partitions(object_id INTEGER, index_id INTEGER, rows BIGINT);
INSERT INTO Hartonomous.sys.partitions VALUES (400, 1, 7), (400, 2, 7), (401, 1, 1200), (401, 2, 1200), (402, 1, 1), (403, 1, 9);
CREATE TABLE Hartonomous.sys.dm_broker_queue_monitors(database_id INTEGER, queue_id INTEGER, state VARCHAR, tasks_waiting INTEGER, last_activated_time TIMESTAMP_MS, last_empty_rowset_time TIMESTAMP_MS);
INSERT INTO Hartonomous.sys.dm_broker_queue_monitors VALUES (5, 301, 'NOTIFIED', 1, '2026-03-01 11:58:20', '2026-03-01 11:00:00'), (6, 300, 'RECEIVES_OCCURRING', 0, '2026-03-01 11:00:00', NULL);
CREATE TABLE Hartonomous.sys.dm_broker_activated_tasks(spid INTEGER, database_id SMALLINT, queue_id INTEGER);
INSERT INTO Hartonomous.sys.dm_broker_activated_tasks VALUES (71, 5, 301), (72, 5, 301), (73, 6, 300);
CREATE TABLE Hartonomous.sys.transmission_queue(from_service_name VARCHAR, to_service_name VARCHAR, enqueue_time TIMESTAMP_MS, transmission_status VARCHAR);
INSERT INTO Hartonomous.sys.transmission_queue VALUES ('ActService', 'LearnService', '2026-03-01 11:00:00', ''), ('ActService', 'LearnService', '2026-03-01 11:10:00', 'no route'), ('ActService', 'LearnService', '2026-03-01 11:20:00', ''), ('AnalyzeService', 'ActService', '2026-03-01 11:59:00', '');
CREATE TABLE Hartonomous.sys.conversation_endpoints(state_desc VARCHAR);
INSERT INTO Hartonomous.sys.conversation_endpoints VALUES ('CONVERSING'), ('CLOSED'), ('CONVERSING');

-- backups of Hartonomous: sets 1 to 4 count; each of 5 to 10 is there for one clause that leaves it out
CREATE TABLE msdb.dbo.backupmediaset(media_set_id INTEGER, media_family_count UTINYINT);
INSERT INTO msdb.dbo.backupmediaset SELECT i, CASE WHEN i IN (1, 8) THEN 2 ELSE 1 END FROM range(1, 12) AS r(i);
CREATE TABLE msdb.dbo.backupmediafamily(media_set_id INTEGER, family_sequence_number UTINYINT, mirror UTINYINT, device_type UTINYINT, physical_device_name VARCHAR);
INSERT INTO msdb.dbo.backupmediafamily VALUES (1, 1, 0, 2, 'D:\f1.bak'), (1, 2, 0, 2, 'D:\f2.bak'), (1, 1, 1, 2, 'E:\f1.bak'), (1, 2, 1, 2, 'E:\f2.bak'),
  (2, 1, 0, 2, 'D:\d.bak'), (3, 1, 0, 2, 'D:\l.trn'), (4, 1, 0, 2, 'D:\c.bak'), (5, 1, 0, 2, 'D:\x.trn'), (6, 1, 0, 2, 'D:\x.bak'), (7, 1, 0, 2, 'D:\x.trn'), (8, 1, 0, 2, 'D:\x1.bak'), (9, 1, 0, 2, 'NUL'), (10, 1, 0, 2, 'D:\x.bak'), (11, 1, 0, 2, 'D:\g.trn');
CREATE TABLE msdb.dbo.backupset(backup_set_id INTEGER, media_set_id INTEGER, database_name VARCHAR, server_name VARCHAR, type VARCHAR, backup_start_date TIMESTAMP_MS, backup_finish_date TIMESTAMP_MS, is_copy_only BOOLEAN, is_damaged BOOLEAN, has_incomplete_metadata BOOLEAN, is_snapshot BOOLEAN, has_backup_checksums BOOLEAN, first_lsn DECIMAL(25,0), last_lsn DECIMAL(25,0), backup_size DECIMAL(20,0),
  backup_set_uuid UUID, "position" INTEGER, recovery_model VARCHAR, checkpoint_lsn DECIMAL(25,0), database_backup_lsn DECIMAL(25,0), differential_base_lsn DECIMAL(25,0), fork_point_lsn DECIMAL(25,0), differential_base_guid UUID, family_guid UUID, database_guid UUID, first_recovery_fork_guid UUID, last_recovery_fork_guid UUID, time_zone SMALLINT, has_bulk_logged_data BOOLEAN, begins_log_chain BOOLEAN, compressed_backup_size DECIMAL(20,0), software_major_version UTINYINT, encryptor_type VARCHAR, encryptor_thumbprint BLOB);
INSERT INTO msdb.dbo.backupset BY NAME SELECT * FROM (VALUES
  (1, 1, 'Hartonomous', 'SQL1', 'D', '2026-02-28 05:50:00', '2026-02-28 06:00:00', false, false, false, false, true, 10, 20),
  (2, 2, 'Hartonomous', 'SQL1', 'I', '2026-03-01 01:55:00', '2026-03-01 02:00:00', false, false, false, false, false, 30, 40),
  (3, 3, 'Hartonomous', 'SQL1', 'L', '2026-03-01 06:49:00', '2026-03-01 06:50:00', false, false, false, false, true, 40, 50),
  (4, 4, 'Hartonomous', 'SQL1', 'D', '2026-03-01 03:35:00', '2026-03-01 03:40:00', true, false, false, false, true, 42, 44),
  (5, 5, 'Hartonomous', 'SQL2', 'L', '2026-03-01 06:57:00', '2026-03-01 06:57:00', false, false, false, false, true, 50, 60),
  (6, 6, 'Hartonomous', 'SQL1', 'D', '2026-03-01 05:30:00', '2026-03-01 05:30:00', false, true, false, false, true, 45, 46),
  (7, 7, 'Hartonomous', 'SQL1', 'L', '2026-03-01 06:58:00', '2026-03-01 06:58:00', false, false, true, false, true, 60, 70),
  (8, 8, 'Hartonomous', 'SQL1', 'D', '2026-03-01 05:50:00', '2026-03-01 05:50:00', false, false, false, false, true, 46, 47),
  (9, 9, 'Hartonomous', 'SQL1', 'L', '2026-03-01 06:55:00', '2026-03-01 06:55:00', false, false, false, false, true, 50, 55),
  (10, 10, 'Hartonomous', 'SQL1', 'D', '2026-03-01 05:20:00', '2026-03-01 05:20:00', false, false, false, true, true, 44, 45)
) AS t(backup_set_id, media_set_id, database_name, server_name, type, backup_start_date, backup_finish_date, is_copy_only, is_damaged, has_incomplete_metadata, is_snapshot, has_backup_checksums, first_lsn, last_lsn);
INSERT INTO msdb.dbo.backupset VALUES (11, 11, 'Graph', 'SQL1', 'L', '2026-03-01 06:00:00.003', '2026-03-01 06:00:01', false, false, false, false, true, 17126786000011867500001, 17126786000011867700001, 9007199254740993,
  'aaaaaaaa-0000-0000-0000-000000000001', 1, 'FULL', 17126786000011867600001, 99000000002400001, NULL, NULL, NULL, 'aaaaaaaa-0000-0000-0000-000000000002', 'aaaaaaaa-0000-0000-0000-000000000003', 'aaaaaaaa-0000-0000-0000-000000000004', 'aaaaaaaa-0000-0000-0000-000000000004', -20, false, false, 4096, 16, NULL, NULL);
CREATE TABLE msdb.dbo.restorehistory(backup_set_id INTEGER, destination_database_name VARCHAR, restore_date TIMESTAMP_MS, restore_type VARCHAR);
INSERT INTO msdb.dbo.restorehistory VALUES (1, 'Hart_test', '2026-02-27 23:00:00', 'D'), (1, 'Hart_test', '2026-02-20 10:00:00', 'D'), (1, 'Hartonomous', '2026-03-01 01:00:00', 'V');
CREATE TABLE msdb.dbo.suspect_pages(database_id INTEGER, file_id INTEGER, page_id BIGINT, event_type INTEGER, error_count INTEGER);
INSERT INTO msdb.dbo.suspect_pages VALUES (5, 1, 4711, 2, 3), (5, 1, 42, 5, 1);
CREATE TABLE Hartonomous.sys.database_recovery_status(database_id INTEGER, last_log_backup_lsn DECIMAL(25,0));
INSERT INTO Hartonomous.sys.database_recovery_status VALUES (4, NULL), (5, 17126786000011867700001), (6, NULL);

-- space
CREATE TABLE Hartonomous.sys.dm_db_log_space_usage(total_log_size_in_bytes BIGINT, used_log_space_in_bytes BIGINT, used_log_space_in_percent FLOAT);
INSERT INTO Hartonomous.sys.dm_db_log_space_usage VALUES (1073741824, 536870912, 50);
CREATE TABLE Hartonomous.sys.x_log_stats(database_id INTEGER, total_vlf_count BIGINT, log_truncation_holdup_reason VARCHAR, log_backup_time TIMESTAMP_MS);
INSERT INTO Hartonomous.sys.x_log_stats VALUES (5, 64, 'LOG_BACKUP', '2026-03-01 06:50:00'), (6, 1, 'NOTHING', NULL);
CREATE MACRO Hartonomous.sys.dm_db_log_stats(d) AS TABLE SELECT * FROM Hartonomous.sys.x_log_stats AS s WHERE s.database_id = d;
CREATE TABLE Hartonomous.sys.database_files(file_id INTEGER, type UTINYINT, type_desc VARCHAR, name VARCHAR, physical_name VARCHAR, state_desc VARCHAR, size INTEGER, growth INTEGER, max_size INTEGER, is_percent_growth BOOLEAN);
INSERT INTO Hartonomous.sys.database_files VALUES (1, 0, 'ROWS', 'Hart', 'D:\Hart.mdf', 'ONLINE', 300000000, 8192, -1, false), (2, 1, 'LOG', 'Hart_log', 'D:\Hart.ldf', 'ONLINE', 131072, 10, 268435456, true), (3, 2, 'FILESTREAM', 'Hart_fs', 'D:\fs', 'ONLINE', 0, 0, 0, false);
INSERT INTO memory.main.file_properties VALUES ('Hartonomous', 'Hart', 'SpaceUsed', 128000000), ('Hartonomous', 'Hart_log', 'SpaceUsed', 12800);

-- availability group: SQL2 has told nothing of itself
CREATE TABLE Hartonomous.sys.availability_groups(group_id UUID, name VARCHAR);
INSERT INTO Hartonomous.sys.availability_groups VALUES ('22222222-2222-2222-2222-222222222222', 'AG1');
CREATE TABLE Hartonomous.sys.availability_replicas(replica_id UUID, group_id UUID, replica_server_name VARCHAR, availability_mode_desc VARCHAR, failover_mode_desc VARCHAR);
INSERT INTO Hartonomous.sys.availability_replicas VALUES ('33333333-3333-3333-3333-333333333331', '22222222-2222-2222-2222-222222222222', 'SQL1', 'SYNCHRONOUS_COMMIT', 'AUTOMATIC'), ('33333333-3333-3333-3333-333333333332', '22222222-2222-2222-2222-222222222222', 'SQL2', 'ASYNCHRONOUS_COMMIT', 'MANUAL');
CREATE TABLE Hartonomous.sys.dm_hadr_availability_replica_states(replica_id UUID, group_id UUID, role_desc VARCHAR, connected_state_desc VARCHAR, synchronization_health_desc VARCHAR, operational_state_desc VARCHAR, is_local BOOLEAN, last_connect_error_number INTEGER, last_connect_error_description VARCHAR);
INSERT INTO Hartonomous.sys.dm_hadr_availability_replica_states VALUES ('33333333-3333-3333-3333-333333333331', '22222222-2222-2222-2222-222222222222', 'PRIMARY', 'CONNECTED', 'HEALTHY', 'ONLINE', true, NULL, NULL);
CREATE TABLE Hartonomous.sys.dm_hadr_database_replica_states(database_id INTEGER, group_database_id UUID, replica_id UUID, is_local BOOLEAN, is_primary_replica BOOLEAN, synchronization_state_desc VARCHAR, synchronization_health_desc VARCHAR, is_suspended BOOLEAN, suspend_reason_desc VARCHAR, log_send_queue_size BIGINT, redo_queue_size BIGINT, redo_rate BIGINT, secondary_lag_seconds BIGINT, last_commit_time TIMESTAMP_MS, last_hardened_lsn DECIMAL(25,0));
INSERT INTO Hartonomous.sys.dm_hadr_database_replica_states VALUES (5, '11111111-1111-1111-1111-111111111111', '33333333-3333-3333-3333-333333333331', true, true, 'SYNCHRONIZED', 'HEALTHY', false, NULL, NULL, NULL, NULL, NULL, '2026-03-01 07:00:00', 17126786000011867700001),
  (9, '11111111-1111-1111-1111-111111111111', '33333333-3333-3333-3333-333333333332', false, false, 'SYNCHRONIZING', 'PARTIALLY_HEALTHY', true, 'SUSPEND_FROM_USER', 100, 3000, 1000, 90, '2026-03-01 06:58:30', 17126786000011867500001);
CREATE MACRO Hartonomous.sys.fn_hadr_backup_is_preferred_replica(d) AS true;
CREATE TABLE Hartonomous.sys.dm_database_encryption_keys(database_id INTEGER, encryption_state INTEGER, percent_complete FLOAT, key_algorithm VARCHAR, key_length INTEGER, encryptor_type VARCHAR, encryptor_thumbprint BLOB);
INSERT INTO Hartonomous.sys.dm_database_encryption_keys VALUES (5, 3, 0, 'AES', 256, 'CERTIFICATE', '\xAB\xCD'::BLOB);

-- sessions: 60 sleeps with an open transaction and blocks 61, which blocks 62; 51 asks
CREATE TABLE Hartonomous.sys.dm_exec_sessions(session_id SMALLINT, login_name VARCHAR, host_name VARCHAR, program_name VARCHAR, status VARCHAR, is_user_process BOOLEAN, open_transaction_count INTEGER, last_request_end_time TIMESTAMP_MS);
INSERT INTO Hartonomous.sys.dm_exec_sessions VALUES (1, 'sa', NULL, NULL, 'background', false, 0, NULL), (51, 'sa', 'bot', 'hart', 'running', true, 0, '2026-03-01 07:00:00'), (60, 'app', 'web1', 'api', 'sleeping', true, 1, '2026-03-01 06:40:00'), (61, 'app', 'web2', 'api', 'suspended', true, 1, '2026-03-01 06:50:00'), (62, 'sa', 'web3', 'ssms', 'suspended', true, 0, '2026-03-01 06:50:00');
CREATE TABLE Hartonomous.sys.dm_exec_connections(session_id INTEGER, parent_connection_id UUID, net_transport VARCHAR, encrypt_option VARCHAR, auth_scheme VARCHAR, client_net_address VARCHAR, most_recent_sql_handle BLOB);
INSERT INTO Hartonomous.sys.dm_exec_connections VALUES (51, NULL, 'TCP', 'TRUE', 'SQL', '10.0.0.1', NULL), (60, NULL, 'TCP', 'FALSE', 'SQL', '10.0.0.2', '\x01'::BLOB), (61, NULL, 'TCP', 'TRUE', 'SQL', '10.0.0.3', NULL), (62, NULL, 'Shared memory', 'FALSE', 'SQL', '<local machine>', NULL), (61, '44444444-4444-4444-4444-444444444444', 'Session', 'FALSE', 'SQL', '10.0.0.3', NULL);
CREATE TABLE Hartonomous.sys.dm_exec_requests(session_id SMALLINT, blocking_session_id SMALLINT, wait_type VARCHAR, wait_time INTEGER, wait_resource VARCHAR, command VARCHAR, database_id SMALLINT, status VARCHAR, total_elapsed_time INTEGER, percent_complete FLOAT);
INSERT INTO Hartonomous.sys.dm_exec_requests VALUES (61, 60, 'LCK_M_X', 20000, 'KEY: 5', 'UPDATE', 5, 'suspended', 21000, 0), (62, 61, 'LCK_M_S', 10000, 'KEY: 6', 'SELECT', 5, 'suspended', 11000, 0), (51, 0, NULL, 0, '', 'SELECT', 5, 'running', 1, 0), (70, 70, 'CXPACKET', 9000, '', 'SELECT', 5, 'running', 9000, 0), (1, 0, NULL, 0, '', 'BACKUP DATABASE', 5, 'running', 90000, 40);
CREATE TABLE Hartonomous.sys.x_sql_text(handle BLOB, text VARCHAR);
INSERT INTO Hartonomous.sys.x_sql_text VALUES ('\x01'::BLOB, 'BEGIN TRAN; UPDATE dbo.Atom …');
CREATE MACRO Hartonomous.sys.dm_exec_sql_text(h) AS TABLE SELECT t.text FROM Hartonomous.sys.x_sql_text AS t WHERE t.handle = h;

CREATE TABLE Hartonomous.sys.partition_functions(function_id INTEGER, name VARCHAR, boundary_value_on_right BOOLEAN);
INSERT INTO Hartonomous.sys.partition_functions VALUES (1, 'PF_Month', true), (2, 'PF_Other', true);
CREATE TABLE Hartonomous.sys.partition_range_values(function_id INTEGER, boundary_id INTEGER, value TIMESTAMP);
INSERT INTO Hartonomous.sys.partition_range_values VALUES (1, 1, '2026-02-01'), (1, 2, '2026-03-01'), (1, 3, '2026-04-01'), (2, 1, '2030-01-01');
INSERT INTO memory.main.server_properties VALUES ('ServerName', 'SQL1'), ('ProductVersion', '16.0.4100.1'), ('ProductMajorVersion', '16'), ('EngineEdition', '3');
INSERT INTO memory.main.database_properties VALUES ('Hartonomous', 'LastGoodCheckDbTime', '2026-02-27 19:30:00'), ('master', 'LastGoodCheckDbTime', '1900-01-01 00:00:00');
