import type { Trouble } from '../domain/target.ts';
import { redact } from './redact.ts';
import { wordsWithin } from './words-within.ts';

type Reading = readonly [code: RegExp, trouble: Omit<Trouble, 'code'>];

const readings: readonly Reading[] = [
  [
    /^(ServiceUnavailable|SessionExpired)$/,
    { kind: 'unreachable', detail: 'the connection was lost' },
  ],
  [
    /\.DatabaseUnavailable$|\.NotALeader$/,
    { kind: 'unreachable', detail: 'the database is not available' },
  ],
  [
    /\.Security\.(Unauthorized|AuthenticationRateLimit|CredentialsExpired|TokenExpired)$/,
    { kind: 'permission', detail: 'Neo4j refuses the login', right: 'LOGIN' },
  ],
  [
    /\.Security\.Forbidden$/,
    { kind: 'permission', detail: 'no right to read this in Neo4j', right: 'READ' },
  ],
  [
    /\.(TransactionTimedOut\w*|LockClientStopped|Terminated)$/,
    { kind: 'timeout', detail: 'no answer in time' },
  ],
  [/\.DatabaseNotFound$/, { kind: 'missing', detail: 'the database does not exist' }],
  [
    /\.(ProcedureNotFound|FunctionNotFound)$/,
    { kind: 'missing', detail: 'a procedure does not exist in this Neo4j' },
  ],
];

/** A trouble from whatever the driver threw while a statement ran. */
export function graphTrouble(error: unknown): Trouble {
  const { message, code } = parts(error);
  const reading = readings.find(([pattern]) => code !== null && pattern.test(code));
  if (reading !== undefined) return { ...reading[1], code };
  // The driver gives it no code. Either all connections are busy, or none is taken any more.
  if (message.startsWith('Connection acquisition timed out'))
    return { kind: 'timeout', detail: 'no connection in time', code };
  // Its words quote the statement, often with the values in it: the code alone says what kind of error it is (S51).
  return { kind: 'failed', detail: code === null ? redact(message) : `error ${code}`, code };
}

/** A trouble from a failed attempt to connect. */
export function graphConnectTrouble(error: unknown, place: string, user: string): Trouble {
  const { code } = parts(error);
  const trouble = graphTrouble(error);
  if (trouble.kind === 'permission')
    return { ...trouble, detail: `${place} refuses the login ${user}` };
  if (trouble.kind === 'missing') return trouble;
  const isRefused = wordsWithin(error).includes('ECONNREFUSED');
  return {
    kind: 'unreachable',
    detail: `${place} cannot be reached${isRefused ? ': nothing listens there' : ''}`,
    code: isRefused ? 'ECONNREFUSED' : code,
  };
}

function parts(error: unknown): { readonly message: string; readonly code: string | null } {
  if (!(error instanceof Error)) return { message: String(error), code: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { message: error.message, code: code === '' || code === 'N/A' ? null : code };
}
