import { queueTables } from './parts/queues.ts';
import { createTable, type Table } from './table.ts';
import { homeOf } from './table-writer.ts';
import { availabilityTables } from './tables/availability.ts';
import { brokerTables } from './tables/broker.ts';
import { catalogueTables } from './tables/catalogue.ts';
import { dynamicTables } from './tables/dynamic.ts';
import { msdbTables } from './tables/msdb.ts';
import { productTables } from './tables/product.ts';
import { queryStoreTables } from './tables/query-store.ts';
import { serverTables } from './tables/server.ts';
import { attached } from './things.ts';

/** All tables of the world. */
const worldTables: readonly Table[] = [
  ...productTables,
  ...queueTables.values(),
  ...catalogueTables,
  ...serverTables,
  ...brokerTables,
  ...dynamicTables,
  ...queryStoreTables,
  ...msdbTables,
  ...availabilityTables,
];

/** What the product has under a second name. */
const views = [
  'CREATE VIEW Hartonomous.dbo.InferenceRequests AS SELECT * FROM Hartonomous.dbo.InferenceRequest',
];

/** Table functions of sys, as DuckDB macros over the tables behind them, in every database. */
const functions: Readonly<Record<string, string>> = {
  'dm_os_volume_stats(d, f)':
    'SELECT * FROM master.sys.x_volume_stats AS v WHERE v.database_id = d AND v.file_id = f',
  'dm_db_log_stats(d)': 'SELECT * FROM master.sys.x_log_stats AS s WHERE s.database_id = d',
  'dm_os_file_exists(p)':
    'SELECT CAST(coalesce(max(f.file_exists), 0) AS INTEGER) AS file_exists, CAST(coalesce(max(f.file_is_a_directory), 0) AS INTEGER) AS file_is_a_directory, CAST(coalesce(max(f.parent_directory_exists), 1) AS INTEGER) AS parent_directory_exists FROM master.sys.x_files AS f WHERE lower(f.path) = lower(p)',
  'dm_exec_sql_text(h)':
    'SELECT dbid, objectid, number, encrypted, text FROM master.sys.x_sql_text AS t WHERE t.handle = h',
};

/** The statements of DuckDB that make all tables, views and functions, still empty. */
export function setupStatements(): string {
  const statements = worldTables.flatMap((entry) => {
    if (entry.place === 'each') return attached.map((database) => createTable(entry, database));
    const made = createTable(entry, homeOf(entry));
    if (entry.place !== 'server') return [made];
    const seen = attached
      .filter((database) => database !== homeOf(entry))
      .map(
        (database) =>
          `CREATE VIEW ${database}.${entry.schema}."${entry.name}" AS SELECT * FROM ${homeOf(entry)}.${entry.schema}."${entry.name}"`,
      );
    return [made, ...seen];
  });
  const macros = attached.flatMap((database) =>
    Object.entries(functions).map(
      ([head, body]) => `CREATE MACRO ${database}.sys.${head} AS TABLE ${body}`,
    ),
  );
  const preferred = attached.map(
    (database) => `CREATE MACRO ${database}.sys.fn_hadr_backup_is_preferred_replica(d) AS true`,
  );
  return [...statements, ...views, ...macros, ...preferred].join(';\n');
}
