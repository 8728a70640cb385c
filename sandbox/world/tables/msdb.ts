import { table } from '../table.ts';

/** The history and the jobs in msdb. All its times are the server's local ones, without a zone. */

export const backupset = table(
  'msdb',
  'dbo.backupset',
  `backup_set_id int, backup_set_uuid uniqueidentifier, media_set_id int, first_family_number tinyint=1,
   first_media_number smallint=1, last_family_number tinyint=1, last_media_number smallint=1, catalog_family_number tinyint=1,
   catalog_media_number smallint=1, position int=1, expiration_date datetime, software_vendor_id int=4608, name nvarchar,
   description nvarchar, user_name nvarchar=NT SERVICE\\SQLSERVERAGENT, software_major_version tinyint=16,
   software_minor_version tinyint=0, software_build_version smallint=4145, time_zone smallint=4, mtf_minor_version tinyint=0,
   first_lsn numeric(25,0), last_lsn numeric(25,0), checkpoint_lsn numeric(25,0), database_backup_lsn numeric(25,0),
   database_creation_date datetime, backup_start_date datetime, backup_finish_date datetime, type nvarchar,
   sort_order smallint=52, code_page smallint=0, compatibility_level tinyint=160, database_version int=957,
   backup_size numeric(20,0), database_name nvarchar, server_name nvarchar=SQL-PROD, machine_name nvarchar=SQL-PROD,
   flags int=528, unicode_locale int=1033, unicode_compare_style int=196609,
   collation_name nvarchar=SQL_Latin1_General_CP1_CI_AS, is_password_protected bit=0, recovery_model nvarchar=FULL,
   has_bulk_logged_data bit=0, is_snapshot bit=0, is_readonly bit=0, is_single_user bit=0, has_backup_checksums bit=1,
   is_damaged bit=0, begins_log_chain bit=0, has_incomplete_metadata bit=0, is_force_offline bit=0, is_copy_only bit=0,
   first_recovery_fork_guid uniqueidentifier, last_recovery_fork_guid uniqueidentifier, fork_point_lsn numeric(25,0),
   database_guid uniqueidentifier, family_guid uniqueidentifier, differential_base_lsn numeric(25,0),
   differential_base_guid uniqueidentifier, compressed_backup_size numeric(20,0), key_algorithm nvarchar,
   encryptor_thumbprint varbinary, encryptor_type nvarchar, last_valid_restore_time datetime`,
  'backup_set_id',
);

export const backupmediaset = table(
  'msdb',
  'dbo.backupmediaset',
  `media_set_id int, media_uuid uniqueidentifier, media_family_count tinyint=1, name nvarchar, description nvarchar,
   software_name nvarchar=Microsoft SQL Server, software_vendor_id int=4608, MTF_major_version tinyint=1,
   mirror_count tinyint=1, is_password_protected bit=0, is_compressed bit=1, is_encrypted bit=0`,
  'media_set_id',
);

export const backupmediafamily = table(
  'msdb',
  'dbo.backupmediafamily',
  `media_set_id int, family_sequence_number tinyint=1, media_family_id uniqueidentifier, media_count int=1,
   logical_device_name nvarchar, physical_device_name nvarchar, device_type tinyint=2, physical_block_size int=4096,
   mirror tinyint=0`,
  'media_set_id',
);

export const restorehistory = table(
  'msdb',
  'dbo.restorehistory',
  `restore_history_id int, restore_date datetime, destination_database_name nvarchar, user_name nvarchar,
   backup_set_id int, restore_type nvarchar, replace bit=0, recovery bit=1, restart bit=0, stop_at datetime,
   device_count tinyint=1, stop_at_mark_name nvarchar, stop_before bit=0`,
);

export const suspectPages = table(
  'msdb',
  'dbo.suspect_pages',
  'database_id int, file_id int, page_id bigint, event_type int, error_count int, last_update_date datetime',
);

export const sysjobs = table(
  'msdb',
  'dbo.sysjobs',
  `job_id uniqueidentifier, originating_server_id int=0, name nvarchar, enabled tinyint=1, description nvarchar,
   start_step_id int=1, category_id int=3, owner_sid varbinary, notify_level_eventlog int=2, notify_level_email int=0,
   notify_level_netsend int=0, notify_level_page int=0, notify_email_operator_id int=0,
   notify_netsend_operator_id int=0, notify_page_operator_id int=0, delete_level int=0, date_created datetime,
   date_modified datetime, version_number int=3`,
);

export const sysjobhistory = table(
  'msdb',
  'dbo.sysjobhistory',
  `instance_id int, job_id uniqueidentifier, step_id int=0, step_name nvarchar=(Job outcome), sql_message_id int=0,
   sql_severity int=0, message nvarchar, run_status int=1, run_date int, run_time int, run_duration int,
   operator_id_emailed int=0, operator_id_netsent int=0, operator_id_paged int=0, retries_attempted int=0,
   server nvarchar=SQL-PROD`,
);

export const sysjobactivity = table(
  'msdb',
  'dbo.sysjobactivity',
  `session_id int=7, job_id uniqueidentifier, run_requested_date datetime, run_requested_source nvarchar=1,
   queued_date datetime, start_execution_date datetime, last_executed_step_id int=1,
   last_executed_step_date datetime, stop_execution_date datetime, job_history_id int, next_scheduled_run_date datetime`,
);

export const syssessions = table(
  'msdb',
  'dbo.syssessions',
  'session_id int=7, agent_start_date datetime',
);

export const sysjobsteps = table(
  'msdb',
  'dbo.sysjobsteps',
  `job_id uniqueidentifier, step_id int=1, step_name nvarchar, subsystem nvarchar=TSQL, command nvarchar, flags int=0,
   database_name nvarchar=master, last_run_outcome int=1, last_run_duration int=0, last_run_date int=0, last_run_time int=0`,
);

/** The log is shipped nowhere: both stay empty. */
const shippedFrom = table(
  'msdb',
  'dbo.log_shipping_primary_databases',
  'primary_id uniqueidentifier, primary_database nvarchar',
);
const shippedTo = table(
  'msdb',
  'dbo.log_shipping_secondary_databases',
  'secondary_database nvarchar, secondary_id uniqueidentifier',
);

export const msdbTables = [
  backupset,
  backupmediaset,
  backupmediafamily,
  restorehistory,
  suspectPages,
  sysjobs,
  sysjobhistory,
  sysjobactivity,
  syssessions,
  sysjobsteps,
  shippedFrom,
  shippedTo,
];
