import { queueTables } from './parts/queues.ts';
import { createTable, duckName, type Table } from './table.ts';
import { homeOf } from './table-writer.ts';
import { availabilityTables } from './tables/availability.ts';
import { brokerTables } from './tables/broker.ts';
import { catalogueTables } from './tables/catalogue.ts';
import { dynamicTables } from './tables/dynamic.ts';
import { extendedProperties } from './tables/extended-properties.ts';
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
  extendedProperties,
];

/** What the product has under a second name. */
const views = (database: string) => {
  const name = duckName(database);
  return [
    `CREATE VIEW ${name}.dbo.InferenceRequests AS SELECT * FROM ${name}.dbo.InferenceRequest`,
  ];
};

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

/** The one macro that needs a table: the name of a login by its security id. */
const loginNames = `CREATE OR REPLACE MACRO memory.main.t_suser_sname() AS getvariable('login'),
  (sid_asked) AS (SELECT any_value(p.name) FROM master.sys.server_principals AS p WHERE p.sid = sid_asked)`;

/** NULL of a database that is in no availability group. */
const isPrimary = `(SELECT any_value(s.is_primary_replica)
  FROM master.sys.dm_hadr_database_replica_states AS s JOIN master.sys.databases AS d ON d.database_id = s.database_id
  WHERE s.is_local AND lower(d.name) = lower(of))`;

/** The statements of DuckDB that make all tables, views and functions, still empty. */
export function setupStatements(): string {
  const single = worldTables
    .filter(({ place }) => place !== 'each')
    .map((entry) => createTable(entry, homeOf(entry)));
  return [...single, ...views('Hartonomous'), ...attached.flatMap(common), loginNames].join(';\n');
}

/** The statements that give a database of its own, attached and empty, all that the product's has. */
export function copyStatements(database: string): string {
  const product = worldTables
    .filter(({ place }) => place === 'Hartonomous')
    .map((entry) => createTable(entry, database));
  return [...product, ...views(database), ...common(database)].join(';\n');
}

/** What every database has: tables of its own, the server's seen from it, and functions. */
function common(database: string): readonly string[] {
  const name = duckName(database);
  const own = worldTables
    .filter(({ place }) => place === 'each')
    .map((entry) => createTable(entry, database));
  const seen = worldTables
    .filter((entry) => entry.place === 'server' && homeOf(entry) !== database)
    .map(
      (entry) =>
        `CREATE VIEW ${name}.${entry.schema}."${entry.name}" AS SELECT * FROM ${homeOf(entry)}.${entry.schema}."${entry.name}"`,
    );
  const macros = Object.entries(functions).map(
    ([head, body]) => `CREATE MACRO ${name}.sys.${head} AS TABLE ${body}`,
  );
  const preferred = `CREATE MACRO ${name}.sys.fn_hadr_backup_is_preferred_replica(d) AS true`;
  const primary = `CREATE MACRO ${name}.sys.fn_hadr_is_primary_replica(of) AS ${isPrimary}`;
  return [...own, ...seen, ...macros, preferred, primary];
}
