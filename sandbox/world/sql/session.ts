import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Parameter, WireColumn } from '../../tds/wire-value.ts';
import type { Access, NamedObject } from './access.ts';
import { bindParameters, quoted } from './bind-parameters.ts';
import { objectKey } from './context.ts';
import type { Clock, ResultSet, Session, SessionOptions } from './engine-types.ts';
import { asSqlServerError } from './faults.ts';
import type { Metadata } from './metadata.ts';
import type { CallingSession } from './metadata-functions.ts';
import { createPlans, type Plans } from './plans.ts';
import { readValue } from './read-value.ts';
import { typeOfWire, wireTypeOf } from './sql-type.ts';
import type { Translation } from './translate.ts';
import type { Translator } from './translator.ts';
import { unsupported } from './unsupported.ts';

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
  const plans = createPlans(connection);
  let database = '';
  let running: Promise<void> = Promise.resolve();

  async function use(name: string): Promise<void> {
    const known = databases.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!known) {
      const message = `Database '${name}' does not exist. Make sure that the name is entered correctly.`;
      throw new SqlServerError({ number: 911, message });
    }
    database = known.name;
    plans.forget();
    await connection.run(
      `SET search_path = ${quoted(`"${database.replaceAll('"', '""')}".dbo,memory.main`)}; SET VARIABLE db_name = ${quoted(database)}`,
    );
  }

  async function query(text: string, params: readonly Parameter[]): Promise<ResultSet[]> {
    await host.freshMetadata();
    host.sessions.set(number, { database, access, ...readClock(clock) });
    const types = new Map(params.map(({ name, type }) => [name.toLowerCase(), typeOfWire(type)]));
    const translated = (filters: ReadonlyMap<string, string>) =>
      host.translator(text, { database, params: types, filters });
    const results: ResultSet[] = [];
    for (let index = 0; ; index += 1) {
      const statement = translated(new Map())[index];
      if (!statement) return results;
      const view = await viewOf(statement, access, plans);
      const visible = view.size === 0 ? statement : (translated(view)[index] ?? statement);
      const result = await run(plans, visible, bindParameters(visible.sql, params));
      if (statement.kind === 'select') results.push(result);
    }
  }

  /** Repeated until the query ends: between planning and running an interrupt would be lost. */
  function interrupt(): void {
    const timer = setInterval(() => connection.interrupt(), 20);
    connection.interrupt();
    void running.then(() => clearInterval(timer));
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
    query: (text, params = []) => {
      const result = query(text, params);
      running = result.then(
        () => {},
        () => {},
      );
      return result;
    },
    interrupt,
    close: () => {
      interrupt();
      // DuckDB must not lose the connection under a running query.
      void running.then(() => {
        host.sessions.delete(number);
        plans.forget();
        connection.closeSync();
      });
    },
  };
}

/**
 * Conditions on the rows of the objects named. What may not be read at all is an error, but one about a name that does
 * not exist comes before it.
 */
async function viewOf(
  statement: Translation,
  access: Access,
  plans: Plans,
): Promise<ReadonlyMap<string, string>> {
  try {
    return restrictions(statement.objects, access);
  } catch (denied) {
    await translatingErrors(statement, () => plans.plan(bindParameters(statement.sql, [])));
    throw denied;
  }
}

function restrictions(objects: readonly NamedObject[], access: Access): Map<string, string> {
  const conditions = new Map<string, string>();
  for (const object of objects) {
    const verdict = access.check(object);
    if (verdict === 'allowed') continue;
    if (verdict === 'hidden') conditions.set(objectKey(object), 'false');
    else if ('where' in verdict) conditions.set(objectKey(object), verdict.where);
    else {
      const last = verdict.errors.at(-1) ?? verdict.errors[0];
      throw new SqlServerError(last, verdict.errors.slice(0, -1));
    }
  }
  return conditions;
}

async function run(plans: Plans, translation: Translation, sql: string): Promise<ResultSet> {
  return translatingErrors(translation, async () => {
    const reader = await plans.run(sql);
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
    throw asSqlServerError(thrown, (name) => translation.sites.get(name.toLowerCase()));
  }
}

function readClock(clock: Clock): Pick<CallingSession, 'utcNow' | 'localNow'> {
  const utcNow = BigInt(Math.round(clock.now() * 1000));
  return { utcNow, localNow: utcNow + BigInt(clock.zoneMinutes()) * 60_000_000n };
}
