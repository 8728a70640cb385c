import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AdminPort, Store } from './store.ts';

/** The private way by which the commands reach the simulated DBMS. */
export interface AdminServer {
  readonly url: string;
  /** Whoever cannot show it is refused: other programs of this machine have no business here. */
  readonly token: string;
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1, on a free port. */
export async function createAdminServer(port: AdminPort): Promise<AdminServer> {
  const token = randomBytes(24).toString('base64url');

  async function answer(request: IncomingMessage): Promise<unknown> {
    const [, what = '', database = ''] = (request.url ?? '').split('/');
    switch (`${request.method} ${what}`) {
      case 'GET state':
        return port.state();
      case 'POST stop':
        return port.stop();
      case 'POST start':
        return port.start();
      case 'GET store':
        return port.read(decodeURIComponent(database));
      case 'PUT store':
        return port.write(storeOf(JSON.parse(await bodyOf(request))));
      default:
        throw new TypeError(`no ${request.method} ${request.url}`);
    }
  }

  const server = createServer((request, response) => {
    const allowed = request.headers.authorization === `Bearer ${token}`;
    const work = allowed ? answer(request) : Promise.reject(new Error('not allowed'));
    work.then(
      (found) => response.end(JSON.stringify(found ?? null)),
      (error: unknown) => response.writeHead(allowed ? 500 : 401).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const at = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${at}`,
    token,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads what a command sent; a TypeError where it is no store. */
export function storeOf(value: unknown): Store {
  if (!isStore(value)) throw new TypeError('this is no store');
  return value;
}

function isStore(value: unknown): value is Store {
  return (
    typeof value === 'object' &&
    value !== null &&
    'database' in value &&
    typeof value.database === 'string' &&
    'nodes' in value &&
    typeof value.nodes === 'object'
  );
}
