/** What a login needs to see a view of sys. */
export type ViewNeed =
  | { readonly kind: 'public' }
  /** Without the right: an error. `own`: only the own session's rows instead. */
  | {
      readonly kind: 'state';
      readonly scope: 'server' | 'database';
      readonly aspect: 'performance' | 'security';
      readonly own?: string;
    }
  /** Without the right: only rows of objects that the login has some right on, none if there is no such column. */
  | { readonly kind: 'metadata'; readonly column: string | null };

const performance = [
  'dm_os_',
  'dm_broker_',
  'dm_exec_',
  'dm_tran_',
  'dm_hadr_',
  'dm_db_index_usage_stats',
  'dm_io_',
];
const security = [
  'dm_exec_connections',
  'dm_server_services',
  'dm_database_encryption_keys',
  'trusted_assemblies',
];
const databaseState = [
  'dm_db_log_space_usage',
  'dm_db_log_stats',
  'dm_db_file_space_usage',
  'dm_db_xtp_',
  'query_store_',
  'database_query_store_options',
  'dm_db_',
];

const byObject = [
  'objects',
  'all_objects',
  'tables',
  'views',
  'procedures',
  'synonyms',
  'columns',
  'indexes',
  'partitions',
  'service_queues',
];
const hiddenWhole = [
  'internal_tables',
  'services',
  'service_contracts',
  'service_message_types',
  'transmission_queue',
  'conversation_endpoints',
  'master_files',
  'certificates',
  'assemblies',
  'assembly_files',
  'partition_functions',
  'partition_range_values',
  'availability_groups',
  'availability_replicas',
];

/** The rule for a view of sys, by its name. */
export function viewNeed(name: string): ViewNeed {
  const bare = name.toLowerCase();
  const starts = (prefixes: readonly string[]) =>
    prefixes.some((prefix) => bare.startsWith(prefix));
  if (byObject.includes(bare)) return { kind: 'metadata', column: 'object_id' };
  if (hiddenWhole.includes(bare)) return { kind: 'metadata', column: null };
  if (starts(security)) return { kind: 'state', scope: 'server', aspect: 'security' };
  if (bare === 'dm_exec_sessions' || bare === 'dm_exec_requests') {
    return { kind: 'state', scope: 'server', aspect: 'performance', own: 'session_id' };
  }
  if (starts(performance)) return { kind: 'state', scope: 'server', aspect: 'performance' };
  if (starts(databaseState)) return { kind: 'state', scope: 'database', aspect: 'performance' };
  return { kind: 'public' };
}
