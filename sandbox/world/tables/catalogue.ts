import { table } from '../table.ts';

/** Catalogue views that every database has for itself. */

export const objects = table(
  'each',
  'sys.objects',
  `name nvarchar, object_id int, principal_id int, schema_id int=1, parent_object_id int=0, type nvarchar,
   type_desc nvarchar, create_date datetime, modify_date datetime, is_ms_shipped bit=0, is_published bit=0,
   is_schema_published bit=0`,
);

export const tables = table(
  'each',
  'sys.tables',
  `name nvarchar, object_id int, principal_id int, schema_id int=1, parent_object_id int=0, type nvarchar=U,
   type_desc nvarchar=USER_TABLE, create_date datetime, modify_date datetime, is_ms_shipped bit=0, is_published bit=0,
   is_schema_published bit=0, lob_data_space_id int=0, max_column_id_used int, is_memory_optimized bit=0,
   durability tinyint=0, durability_desc nvarchar=SCHEMA_AND_DATA, temporal_type tinyint=0,
   temporal_type_desc nvarchar=NON_TEMPORAL_TABLE, history_table_id int, is_external bit=0`,
);

export const views = table(
  'each',
  'sys.views',
  `name nvarchar, object_id int, principal_id int, schema_id int=1, parent_object_id int=0, type nvarchar=V,
   type_desc nvarchar=VIEW, create_date datetime, modify_date datetime, is_ms_shipped bit=0`,
);

export const procedures = table(
  'each',
  'sys.procedures',
  `name nvarchar, object_id int, principal_id int, schema_id int=1, parent_object_id int=0, type nvarchar=P,
   type_desc nvarchar=SQL_STORED_PROCEDURE, create_date datetime, modify_date datetime, is_ms_shipped bit=0`,
);

export const synonyms = table(
  'each',
  'sys.synonyms',
  `name nvarchar, object_id int, principal_id int, schema_id int=1, parent_object_id int=0, type nvarchar=SN,
   type_desc nvarchar=SYNONYM, create_date datetime, modify_date datetime, base_object_name nvarchar`,
);

export const columns = table(
  'each',
  'sys.columns',
  `object_id int, name nvarchar, column_id int, system_type_id tinyint, user_type_id int, max_length smallint=0,
   precision tinyint=0, scale tinyint=0, collation_name nvarchar, is_nullable bit=1, is_identity bit=0, is_computed bit=0`,
);

export const indexes = table(
  'each',
  'sys.indexes',
  `object_id int, name nvarchar, index_id int, type tinyint, type_desc nvarchar, is_unique bit=0, data_space_id int=1,
   ignore_dup_key bit=0, is_primary_key bit=0, is_unique_constraint bit=0, fill_factor tinyint=0, is_padded bit=0,
   is_disabled bit=0, is_hypothetical bit=0, allow_row_locks bit=1, allow_page_locks bit=1, has_filter bit=0,
   filter_definition nvarchar`,
);

export const partitions = table(
  'each',
  'sys.partitions',
  `partition_id bigint, object_id int, index_id int, partition_number int=1, hobt_id bigint, rows bigint,
   filestream_filegroup_id smallint=0, data_compression tinyint=0, data_compression_desc nvarchar=NONE`,
);

export const internalTables = table(
  'each',
  'sys.internal_tables',
  `name nvarchar, object_id int, principal_id int, schema_id int=4, parent_object_id int, type nvarchar=IT,
   type_desc nvarchar=INTERNAL_TABLE, create_date datetime, modify_date datetime, is_ms_shipped bit=1,
   internal_type tinyint, internal_type_desc nvarchar, parent_id int, parent_minor_id int=0`,
);

export const schemas = table(
  'each',
  'sys.schemas',
  'name nvarchar, schema_id int, principal_id int=1',
);

export const databasePrincipals = table(
  'each',
  'sys.database_principals',
  `name nvarchar, principal_id int, type nvarchar, type_desc nvarchar, default_schema_name nvarchar=dbo,
   create_date datetime, modify_date datetime, owning_principal_id int, sid varbinary, is_fixed_role bit=0,
   authentication_type int=1, authentication_type_desc nvarchar=INSTANCE`,
);

export const certificates = table(
  'each',
  'sys.certificates',
  `name nvarchar, certificate_id int, principal_id int=1, pvt_key_encryption_type nvarchar=MK,
   pvt_key_encryption_type_desc nvarchar=ENCRYPTED_BY_MASTER_KEY, is_active_for_begin_dialog bit=1, issuer_name nvarchar,
   cert_serial_number nvarchar, sid varbinary, string_sid nvarchar, subject nvarchar, expiry_date datetime,
   start_date datetime, thumbprint varbinary, attested_by nvarchar, pvt_key_last_backup_date datetime, key_length int=3072`,
);

export const assemblies = table(
  'each',
  'sys.assemblies',
  `name nvarchar, principal_id int=1, assembly_id int, clr_name nvarchar, permission_set tinyint=1,
   permission_set_desc nvarchar=SAFE_ACCESS, is_visible bit=1, create_date datetime, modify_date datetime,
   is_user_defined bit=1`,
);

export const assemblyFiles = table(
  'each',
  'sys.assembly_files',
  'assembly_id int, name nvarchar, file_id int=1, content varbinary',
);

const partitionFunctions = table(
  'each',
  'sys.partition_functions',
  `name nvarchar, function_id int, type nvarchar=R, type_desc nvarchar=RANGE, fanout int, boundary_value_on_right bit=1,
   is_system bit=0, create_date datetime, modify_date datetime`,
);

const partitionRangeValues = table(
  'each',
  'sys.partition_range_values',
  'function_id int, boundary_id int, parameter_id int=1, value datetime2',
);

/** The same with what belongs to the system; here only what is not. */
export const allObjects = table(
  'each',
  'sys.all_objects',
  `name nvarchar, object_id int, principal_id int, schema_id int=1, parent_object_id int=0, type nvarchar,
   type_desc nvarchar, create_date datetime, modify_date datetime, is_ms_shipped bit=0, is_published bit=0,
   is_schema_published bit=0`,
);

export const catalogueTables = [
  objects,
  tables,
  views,
  procedures,
  synonyms,
  columns,
  indexes,
  partitions,
  internalTables,
  schemas,
  databasePrincipals,
  certificates,
  assemblies,
  assemblyFiles,
  partitionFunctions,
  partitionRangeValues,
  allObjects,
];
