import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Parameter, WireColumn } from '../../tds/wire-value.ts';
import type { Access, NamedObject } from './access.ts';
import { bindParameters } from './bind-parameters.ts';
import { objectKey } from './context.ts';
import type { Clock, ResultSet, Session, SessionOptions } from './engine-types.ts';
import { asSqlServerError } from './faults.ts';
import type { Metadata } from './metadata.ts';
import type { CallingSession } from './metadata-functions.ts';
import type { Plans } from './plans.ts';
import { readValue } from './read-value.ts';
import { typeOfWire, wireTypeOf } from './sql-type.ts';
import type { Translation } from './translate.ts';
import type { Translator } from './translator.ts';
import { unsupported } from './unsupported.ts';
import type { Worker, Workers } from './workers.ts';

/** What a session uses of the engine. */
export interface SessionHost {
  readonly workers: Workers;
  readonly translator: Translator;
  /** By the number of the worker that runs the statement. */
  readonly sessions: Map<number, CallingSession>;
  freshMetadata(): Promise<Metadata>;
}

export function openSession(
  host: SessionHost,
  databases: readonly { readonly name: string }[],
  options: SessionOptions,
): Session {
  const { access, clock, spid, login } = options;
  let database = '';
  let working: Worker | null = null;
  let running: Promise<void> = Promise.resolve();

  function use(name: string): void {
    const known = databases.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!known) {
      const message = `Database '${name}' does not exist. Make sure that the name is entered correctly.`;
      throw new SqlServerError({ number: 911, message });
    }
    database = known.name;
  }

  async function query(text: string, params: readonly Parameter[]): Promise<ResultSet[]> {
    await host.freshMetadata();
    const home = database;
    const worker = await host.workers.take(home, login, text);
    working = worker;
    try {
      host.sessions.set(worker.number, { database: home, spid, access, ...readClock(clock) });
      return await queryOn(worker.plans, home, text, params);
    } finally {
      working = null;
      host.sessions.delete(worker.number);
      worker.release();
    }
  }

  async function queryOn(
    plans: Plans,
    home: string,
    text: string,
    params: readonly Parameter[],
  ): Promise<ResultSet[]> {
    const types = new Map(params.map(({ name, type }) => [name.toLowerCase(), typeOfWire(type)]));
    const translated = (filters: ReadonlyMap<string, string>) =>
      host.translator(text, { database: home, params: types, filters });
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
    const strike = () => working?.connection.interrupt();
    const timer = setInterval(strike, 20);
    strike();
    void running.then(() => clearInterval(timer));
  }

  use(options.database);

  return {
    get database() {
      return database;
    },
    use: async (name) => use(name),
    query: (text, params = []) => {
      const result = query(text, params);
      running = result.then(
        () => {},
        () => {},
      );
      return result;
    },
    interrupt,
    close: interrupt,
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
