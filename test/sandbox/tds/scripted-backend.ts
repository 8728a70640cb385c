import { setTimeout as wait } from 'node:timers/promises';
import type { Backend, Login, Reply, Request } from '../../../sandbox/tds/backend.ts';
import { SqlServerError } from '../../../sandbox/tds/sql-server-error.ts';
import type { WireColumn } from '../../../sandbox/tds/wire-value.ts';

type Answer = (request: Request, reply: Reply, signal: AbortSignal) => void | Promise<void>;

const int = (name: string): WireColumn => ({ name, type: 'int' });

/** Waits until the client takes its request back, or is gone. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What the backend of the tests answers, by text or procedure. */
const answers: Readonly<Record<string, Answer>> = {
  'SELECT 1': (_, reply) => {
    reply.columns([int('')]);
    reply.rows([[1]]);
    reply.done(1);
  },
  echo: ({ params }, reply) => {
    reply.columns(params.map(({ name, type }) => ({ ...type, name })));
    reply.rows([params.map(({ value }) => value)]);
    reply.done(1);
  },
  'two results': (_, reply) => {
    reply.columns([int('a')]);
    reply.rows([[1], [2]]);
    reply.done(2);
    reply.columns([{ name: 'b', type: 'nvarchar', length: 'max' }]);
    reply.rows([['x'.repeat(100_000)]]);
    reply.done(1);
  },
  progress: async (_, reply) => {
    for (const percent of [10, 20, 30]) {
      reply.info({ number: 3211, class: 0, message: `${percent} percent processed.` });
      await wait(20);
    }
    reply.done();
  },
  fails: () => {
    const preceding = [
      { number: 300, class: 14, message: 'VIEW SERVER STATE permission was denied.' },
    ];
    throw new SqlServerError(
      {
        number: 297,
        class: 16,
        state: 2,
        message: 'The user does not have permission.',
        line: 7,
        procedure: 'sp_x',
      },
      preceding,
    );
  },
  breaks: () => {
    throw new Error('out of order');
  },
  fatal: () => {
    throw new SqlServerError({
      number: 823,
      class: 24,
      message: 'The operating system returned error 21.',
    });
  },
  'rows then error': (_, reply) => {
    reply.columns([int('a')]);
    reply.rows([[1]]);
    reply.done(1);
    reply.error({ number: 8134, message: 'Divide by zero error encountered.' });
  },
  waits: (_request, _reply, signal) => untilAborted(signal),
  'dbo.sp_Output': ({ params }, reply) => {
    const given = params.find(({ name }) => name === 'id')?.value ?? 0;
    reply.returnValue('next', { type: 'bigint' }, BigInt(Number(given)) + 1n);
    reply.returnStatus(4);
  },
  'USE other': (_, reply) => {
    reply.databaseChanged('Hartonomous', 'other');
    reply.done();
  },
};

export interface ScriptedBackend {
  readonly backend: Backend;
  readonly logins: Login[];
  readonly requests: Request[];
  /** Why each interrupted request was interrupted. */
  readonly aborts: unknown[];
  readonly closed: number[];
}

/** A backend that plays back `answers` and remembers what it was asked. */
export function createScriptedBackend(): ScriptedBackend {
  const logins: Login[] = [];
  const requests: Request[] = [];
  const aborts: unknown[] = [];
  const closed: number[] = [];
  let spid = 50;
  const backend: Backend = {
    authenticate: async (login) => {
      logins.push(login);
      if (login.password !== 'secret') {
        const message = `Login failed for user '${login.user}'.`;
        return new SqlServerError({ number: 18456, class: 14, message });
      }
      if (login.database === 'nowhere') {
        const message = 'Cannot open database "nowhere" requested by the login. The login failed.';
        const failed = {
          number: 18456,
          class: 14,
          message: `Login failed for user '${login.user}'.`,
        };
        return new SqlServerError({ number: 4060, class: 11, message }, [failed]);
      }
      spid += 1;
      const own = spid;
      return {
        spid: own,
        database: login.database || 'master',
        run: async (request, reply, signal) => {
          requests.push(request);
          signal.addEventListener('abort', () => aborts.push(signal.reason));
          const answer = answers[request.procedure ?? request.text.trim()];
          if (answer) await answer(request, reply, signal);
          else reply.done();
        },
        close: () => {
          closed.push(own);
        },
      };
    },
  };
  return { backend, logins, requests, aborts, closed };
}
