import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeOf } from './admin-server.ts';
import type { AdminState, Store } from './store.ts';

/** What a command can ask of the simulated DBMS that its home belongs to. */
export interface AdminClient {
  state(): Promise<AdminState>;
  stop(): Promise<void>;
  start(): Promise<void>;
  read(database: string): Promise<Store | null>;
  write(store: Store): Promise<void>;
}

/** Reads from the home directory where the DBMS is. */
export function connectToDbms(home: string): AdminClient {
  const { url, token } = JSON.parse(readFileSync(join(home, 'conf', 'sandbox.json'), 'utf8'));

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${url}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`sandbox: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  return {
    async state() {
      const found = await call('GET', 'state');
      if (!isState(found)) throw new TypeError('this is no state');
      return found;
    },
    async stop() {
      await call('POST', 'stop');
    },
    async start() {
      await call('POST', 'start');
    },
    async read(database) {
      const found = await call('GET', `store/${encodeURIComponent(database)}`);
      return found === null ? null : storeOf(found);
    },
    async write(store) {
      await call('PUT', 'store', store);
    },
  };
}

/** The server beside it is of the same version: it is enough that there is a state at all. */
function isState(value: unknown): value is AdminState {
  return typeof value === 'object' && value !== null && 'running' in value && 'edition' in value;
}
