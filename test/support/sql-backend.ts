import type { Backend, Request } from '../../sandbox/tds/backend.ts';
import { SqlServerError } from '../../sandbox/tds/sql-server-error.ts';
import type { WireColumn, WireValue } from '../../sandbox/tds/wire-value.ts';

/** What a scripted SQL Server gives for a statement. */
export type Reaction =
  | { readonly columns: readonly WireColumn[]; readonly rows: readonly (readonly WireValue[])[] }
  | SqlServerError
  /** Says nothing until the client gives up. */
  | 'silence';

export interface ScriptedBackend extends Backend {
  /** Every statement that arrived, as it arrived. */
  readonly requests: Request[];
  /** Why each silent statement ended: `cancelled` or `disconnected`. */
  readonly ends: string[];
  readonly logins: string[];
}

/** A SQL Server that knows `hart_reader` and `hart_operator` (password `secret`) and reacts by a function. */
export function scriptedBackend(
  react: (text: string, request: Request) => Reaction,
): ScriptedBackend {
  const requests: Request[] = [];
  const ends: string[] = [];
  const logins: string[] = [];
  return {
    requests,
    ends,
    logins,
    authenticate: (login) => {
      logins.push(`${login.application}/${login.user}/${login.readOnlyIntent ? 'read' : 'write'}`);
      if (login.password !== 'secret')
        return Promise.resolve(
          new SqlServerError({
            number: 18456,
            message: `Login failed for user '${login.user}'.`,
            class: 14,
          }),
        );
      return Promise.resolve({
        spid: 51,
        database: login.database,
        run: async (request, reply, signal) => {
          // The driver's own opening words are no statement of ours.
          if (/^\s*set ansi_nulls on/i.test(request.text)) return reply.done();
          requests.push(request);
          const reaction = react(request.text, request);
          if (reaction === 'silence') {
            await new Promise((resolve) =>
              signal.addEventListener('abort', resolve, { once: true }),
            );
            ends.push(String(signal.reason));
            return;
          }
          if (reaction instanceof SqlServerError) throw reaction;
          reply.columns(reaction.columns);
          reply.rows(reaction.rows);
          reply.done(reaction.rows.length);
        },
        close: () => undefined,
      });
    },
  };
}

/** One result set: columns as `name type`, rows below. */
export function result(
  columns: Readonly<Record<string, WireColumn['type']>>,
  ...rows: readonly (readonly WireValue[])[]
): Reaction {
  return {
    columns: Object.entries(columns).map(([name, type]) => ({ name, ...wireType(type) })),
    rows,
  };
}

function wireType(type: WireColumn['type']): Omit<WireColumn, 'name'> {
  if (type === 'decimal') return { type, precision: 25, scale: 0 };
  return type.endsWith('char') ? { type, length: 200 } : { type };
}
