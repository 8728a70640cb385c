import { readFileSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Engine, EngineOptions } from './engine-types.ts';
import type { Metadata } from './metadata.ts';
import { propertyTables, readMetadata } from './metadata.ts';
import { type CallingSession, registerMetadataFunctions } from './metadata-functions.ts';
import { openSession } from './session.ts';
import { createTranslator } from './translator.ts';
import { createWorkers } from './workers.ts';

const macros = readFileSync(new URL('./macros.sql', import.meta.url), 'utf8');
// Plans are kept and the tables change beneath them. What a plan takes from the tables' statistics would then be wrong
// without an error: a join over the keys that there were drops every key that came later.
const settings =
  "SET integer_division = true; SET default_collation = 'nocase'; SET default_null_order = 'nulls_first_on_asc_last_on_desc'; SET TimeZone = 'UTC'; SET disabled_optimizers = 'statistics_propagation,compressed_materialization'";

/**
 * Runs T-SQL in an embedded DuckDB: databases attached by name, each session with its own clock and
 * database. `setup` may fill `memory.main.server_properties(name, value)`,
 * `memory.main.database_properties(database_name, name, value)` and
 * `memory.main.file_properties(database_name, file_name, name, value)`.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const admin = await instance.connect();
  const databases = [...options.databases];
  const sessions = new Map<number, CallingSession>();
  let metadata: Metadata | undefined;
  await admin.run(settings);
  registerMetadataFunctions(admin, () => present(metadata), sessions);
  await prepareDatabases(admin, options);

  const translator = createTranslator();
  let reading: Promise<Metadata> | undefined;
  const workers = createWorkers(() => instance.connect());
  const freshMetadata = async (): Promise<Metadata> => {
    reading ??= readMetadata(admin, databases);
    metadata = await reading;
    return metadata;
  };

  return {
    admin: {
      run: async (sql) => {
        await admin.run(sql);
      },
      rows: async (sql) => (await admin.runAndReadAll(sql)).getRowObjectsJS(),
    },
    metadataChanged: () => {
      reading = undefined;
    },
    addDatabase: async (name, id, setup) => {
      await admin.run(emptyDatabase(name));
      await admin.run(setup);
      databases.push({ name, id });
      reading = undefined;
    },
    removeDatabase: async (name) => {
      const at = databases.findIndex((one) => one.name === name);
      if (at < 0) return;
      databases.splice(at, 1);
      reading = undefined;
      workers.forget(name);
      await admin.run(`DETACH "${name.replaceAll('"', '""')}"`);
    },
    session: async (sessionOptions) =>
      openSession({ workers, translator, sessions, freshMetadata }, databases, sessionOptions),
    close: () => {
      workers.close();
      admin.closeSync();
      instance.closeSync();
    },
  };
}

async function prepareDatabases(
  admin: DuckDBConnection,
  { databases, setup }: EngineOptions,
): Promise<void> {
  for (const { name } of databases) {
    await admin.run(emptyDatabase(name));
  }
  const first = databases[0]?.name ?? 'memory';
  await admin.run(propertyTables);
  await admin.run(`SET search_path = '${first}.dbo,memory.main'`);
  await admin.run(macros.replaceAll('CREATE MACRO ', 'CREATE MACRO memory.main.'));
  if (setup !== '') await admin.run(setup);
}

function emptyDatabase(name: string): string {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  return `ATTACH ':memory:' AS ${quoted}; CREATE SCHEMA ${quoted}.sys; CREATE SCHEMA ${quoted}.dbo`;
}

function present(metadata: Metadata | undefined): Metadata {
  if (!metadata) throw new Error('sandbox: the catalogue has not been read yet');
  return metadata;
}
