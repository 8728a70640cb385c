import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Parameter, WireColumn } from '../../tds/wire-value.ts';
import type { Access, NamedObject } from './access.ts';
import { objectKey } from './context.ts';
import type { Clock, ResultSet, Session, SessionOptions } from './engine-types.ts';
import { asSqlServerError, unsupported } from './faults.ts';
import type { Metadata } from './metadata.ts';
import type { CallingSession } from './metadata-functions.ts';
import { bindValue, readValue } from './read-value.ts';
import { typeOfWire, wireTypeOf } from './sql-type.ts';
import type { Translation } from './translate.ts';
import type { Translator } from './translator.ts';

/** What a session uses of the engine. */
export interface SessionHost {
  readonly connection: DuckDBConnection;
  readonly translator: Translator;
  readonly sessions: Map<number, CallingSession>;
  /** The session's own number, by which the metadata functions know it. */
  readonly number: number;
  freshMetadata(): Promise<Metadata>;
}

export async function openSession(
  host: SessionHost,
  databases: readonly { readonly name: string }[],
  options: SessionOptions,
): Promise<Session> {
  const { connection, number } = host;
  const { access, clock } = options;
  let database = '';

  async function use(name: string): Promise<void> {
    const known = databases.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!known) {
      const message = `Database '${name}' does not exist. Make sure that the name is entered correctly.`;
      throw new SqlServerError({ number: 911, message });
    }
    database = known.name;
    host.sessions.set(number, { database, access });
    await connection.run(
      `SET search_path = '${database}.dbo,memory.main'; SET VARIABLE db_name = '${database}'`,
    );
  }

  await connection.run(
    `SET VARIABLE session = ${number}; SET VARIABLE spid = ${options.spid}; SET VARIABLE login = ${quoted(options.login)}`,
  );
  await use(options.database);

  return {
    get database() {
      return database;
    },
    use,
    query: async (text, params = []) => {
      await host.freshMetadata();
      await setClock(connection, clock);
      const types = new Map(params.map(({ name, type }) => [name.toLowerCase(), typeOfWire(type)]));
      const translated = (filters: ReadonlyMap<string, string>) =>
        host.translator(text, { database, params: types, filters });
      const filters = new Map<string, string>();
      const results: ResultSet[] = [];
      for (let index = 0; ; index += 1) {
        const plain = translated(new Map())[index];
        if (!plain) return results;
        const statement = await prepared(connection, plain);
        for (const [key, where] of restrictions(plain.objects, access)) filters.set(key, where);
        if (plain.kind === 'view') await translatingErrors(plain, () => statement.run());
        else if (filters.size === 0) results.push(await run(statement, plain, params));
        else {
          const filtered = translated(filters)[index] ?? plain;
          results.push(await run(await prepared(connection, filtered), filtered, params));
        }
      }
    },
    close: () => {
      host.sessions.delete(number);
      connection.closeSync();
    },
  };
}

/** Conditions on the rows of the objects named; throws if one may not be read at all. */
function restrictions(objects: readonly NamedObject[], access: Access): [string, string][] {
  return objects.flatMap((object): [string, string][] => {
    const verdict = access.check(object);
    if (verdict === 'allowed') return [];
    if (verdict === 'hidden') return [[objectKey(object), 'false']];
    if ('where' in verdict) return [[objectKey(object), verdict.where]];
    const last = verdict.errors.at(-1) ?? verdict.errors[0];
    throw new SqlServerError(last, verdict.errors.slice(0, -1));
  });
}

async function prepared(
  connection: DuckDBConnection,
  translation: Translation,
): Promise<DuckDBPreparedStatement> {
  return translatingErrors(translation, () => connection.prepare(translation.sql));
}

async function run(
  statement: DuckDBPreparedStatement,
  translation: Translation,
  params: readonly Parameter[],
): Promise<ResultSet> {
  return translatingErrors(translation, async () => {
    const used = params.filter(({ name }) => translation.usedParams.has(name.toLowerCase()));
    const values = used.map(({ name, value }) => [name.toLowerCase(), bindValue(value)] as const);
    if (values.length > 0) statement.bind(Object.fromEntries(values));
    const reader = await statement.runAndReadAll();
    const names = reader.columnNames();
    const columns = reader.columnTypes().map((type, index): WireColumn => {
      const wire = wireTypeOf(String(type));
      const name = translation.columns?.[index] ?? names[index] ?? '';
      if (!wire) throw unsupported(`a result of type ${String(type)} in column ${name}`);
      return { ...wire, name };
    });
    return { columns, rows: reader.getRows().map((row) => row.map(readValue)) };
  });
}

async function translatingErrors<T>(translation: Translation, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const site = (name: string) => translation.sites.get(name.toLowerCase());
    throw asSqlServerError(thrown, site);
  }
}

async function setClock(connection: DuckDBConnection, clock: Clock): Promise<void> {
  const now = new Date(clock.now()).toISOString().replace('Z', '');
  await connection.run(
    `SET VARIABLE utc_now = TIMESTAMP '${now}'; SET VARIABLE tz_minutes = ${clock.zoneMinutes()}`,
  );
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
