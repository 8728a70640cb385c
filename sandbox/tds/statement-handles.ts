import type { Request } from './backend.ts';
import type { RpcCall } from './rpc.ts';
import { SqlServerError } from './sql-server-error.ts';
import type { Parameter } from './wire-value.ts';

/** What a call asks for: something to run, a new handle to tell, or nothing more. */
export interface ResolvedCall {
  readonly request: Request | null;
  /** The handle of a statement prepared by this call, with its parameter's name. */
  readonly handle: { readonly name: string; readonly value: number } | null;
}

/** Prepared statements of one connection: sp_prepare, sp_execute, sp_prepexec, sp_unprepare. */
export function createStatementHandles(): { resolve(call: RpcCall): ResolvedCall } {
  const prepared = new Map<number, string>();
  let last = 0;

  const prepare = (text: string) => {
    last += 1;
    prepared.set(last, text);
    return last;
  };

  return {
    resolve: ({ procedure, params }) => {
      const [first, second, third] = params;
      switch (procedure.toLowerCase().replace(/^(master\.)?(sys|dbo)?\./, '')) {
        case 'sp_executesql':
          return { request: statement(textOf(first), params.slice(2)), handle: null };
        case 'sp_prepare':
          return { request: null, handle: handle(first, prepare(textOf(third))) };
        case 'sp_prepexec': {
          const text = textOf(third);
          const request = statement(text, params.slice(3));
          return { request, handle: handle(first, prepare(text)) };
        }
        case 'sp_execute': {
          const text = prepared.get(Number(first?.value));
          if (text === undefined) throw missingHandle(first);
          return { request: statement(text, params.slice(1)), handle: null };
        }
        case 'sp_unprepare':
          if (!prepared.delete(Number(first?.value))) throw missingHandle(first);
          return { request: null, handle: null };
        default:
          void second;
          return { request: { kind: 'rpc', text: '', procedure, params }, handle: null };
      }
    },
  };
}

function statement(text: string, params: readonly Parameter[]): Request {
  return { kind: 'rpc', text, procedure: null, params };
}

function handle(parameter: Parameter | undefined, value: number) {
  return { name: parameter?.name ?? '', value };
}

function textOf(parameter: Parameter | undefined): string {
  if (typeof parameter?.value === 'string') return parameter.value;
  const message = "Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.";
  throw new SqlServerError({ number: 214, state: 2, message });
}

function missingHandle(parameter: Parameter | undefined): SqlServerError {
  const message = `Could not find prepared statement with handle ${Number(parameter?.value)}.`;
  return new SqlServerError({ number: 8179, state: 4, message });
}
