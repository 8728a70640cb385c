import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from './bind-parameters.ts';
import { createPlans, type Plans } from './plans.ts';

/** A connection of DuckDB with the plans that it has made; it works for one session at a time. */
export interface Worker {
  readonly connection: DuckDBConnection;
  readonly plans: Plans;
  /** By which the metadata functions know for whom it works. */
  readonly number: number;
  /** To be called when the work is done. */
  release(): void;
}

export interface Workers {
  /** One that works for nobody, and has had this text before if there is such a one. */
  take(database: string, login: string, text: string): Promise<Worker>;
  /** To be called before a database goes away. */
  forget(database: string): void;
  close(): void;
}

/** Those of one database and login. */
interface Crew {
  readonly database: string;
  readonly idle: Hired[];
  isDismissed: boolean;
}

interface Hired {
  readonly worker: Worker;
  readonly texts: Set<string>;
}

/** More different texts than a worker keeps plans. */
const manyTexts = 100;

/**
 * Connections outlive the sessions: a plan belongs to a connection, making it takes ten times as long as running it,
 * and clients come and go with pools of connections that ask the same few statements. A plan holds what its connection
 * says of its database and login, so there are workers for each pair of them.
 */
export function createWorkers(connect: () => Promise<DuckDBConnection>): Workers {
  const crews = new Map<string, Crew>();
  let hired = 0;

  async function hire(crew: Crew, login: string): Promise<Hired> {
    hired += 1;
    const number = hired;
    const connection = await connect();
    const path = `"${crew.database.replaceAll('"', '""')}".dbo,memory.main`;
    await connection.run(
      `SET VARIABLE session = ${number}; SET VARIABLE login = ${quoted(login)}; SET VARIABLE db_name = ${quoted(crew.database)}; SET search_path = ${quoted(path)}`,
    );
    const release = () => {
      // Its database may have gone while it worked.
      if (crew.isDismissed) dismiss(made);
      else crew.idle.push(made);
    };
    const made: Hired = {
      worker: { connection, plans: createPlans(connection), number, release },
      texts: new Set(),
    };
    return made;
  }

  function dismissAll(crew: Crew): void {
    crew.isDismissed = true;
    for (const one of crew.idle.splice(0)) dismiss(one);
  }

  return {
    async take(database, login, text) {
      const key = JSON.stringify([database, login]);
      const crew = crews.get(key) ?? { database, idle: [], isDismissed: false };
      crews.set(key, crew);
      const at = crew.idle.findIndex(({ texts }) => texts.has(text));
      const [free] = crew.idle.splice(Math.max(at, 0), 1);
      const { worker, texts } = free ?? (await hire(crew, login));
      if (texts.size >= manyTexts) texts.clear();
      texts.add(text);
      return worker;
    },
    forget(database) {
      for (const [key, crew] of crews) {
        if (crew.database !== database) continue;
        crews.delete(key);
        dismissAll(crew);
      }
    },
    close() {
      for (const crew of crews.values()) dismissAll(crew);
      crews.clear();
    },
  };
}

function dismiss({ worker }: Hired): void {
  worker.plans.forget();
  worker.connection.closeSync();
}
