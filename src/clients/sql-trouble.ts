import type { Trouble } from '../domain/target.ts';
import { redact, redactNames } from './redact.ts';
import { wordsWithin } from './words-within.ts';

/** What of a driver's error tells why. `cause` is the driver's own error beneath mssql's. */
interface DriverError {
  readonly message: string;
  readonly code?: unknown;
  readonly number?: unknown;
  readonly name?: string;
}

type Reading = (message: string, number: number) => Omit<Trouble, 'code'>;

/** SQL Server's own refusals, by number. Names of objects and rights are kept, values are not. */
const readings: ReadonlyMap<number, Reading> = new Map<number, Reading>([
  ...[229, 230].map((number) => [number, objectRight] as const),
  ...[262, 297, 300, 371, 15247].map((number) => [number, serverRight] as const),
  [916, (message) => denied(`access to the database ${quoted(message, 2) ?? ''}`.trim())],
  ...[207, 208, 911, 2812, 4902, 4121, 195].map((number) => [number, missing] as const),
  [1222, () => ({ kind: 'timeout', detail: 'gave up after 2 s behind a lock' })],
  [1205, () => ({ kind: 'failed', detail: 'gave way to another session in a deadlock' })],
  ...[922, 927, 942, 983, 976, 978].map(
    (number) =>
      [
        number,
        (message: string) => ({
          kind: 'failed' as const,
          detail: `the database is not open: ${redactNames(message)}`,
        }),
      ] as const,
  ),
]);

function denied(right: string): Omit<Trouble, 'code'> {
  return { kind: 'permission', detail: `no right: ${right}`, right };
}

function objectRight(message: string): Omit<Trouble, 'code'> {
  const right = /\b([A-Z][A-Z ]*[A-Z]) permission was denied/.exec(message)?.[1] ?? 'SELECT';
  const object = /on the object '([^']*)'/.exec(message)?.[1];
  const schema = /schema '([^']*)'/.exec(message)?.[1];
  const column = /on the column '([^']*)'/.exec(message)?.[1];
  // The product's own objects need no database to be found; those of a system database do.
  const system = /database '(master|msdb)'/.exec(message)?.[1];
  const place = [system, schema, object, column].filter((part) => part !== undefined).join('.');
  return denied(place === '' ? right : `${right} on ${place}`);
}

function serverRight(message: string): Omit<Trouble, 'code'> {
  const right = /\b([A-Z][A-Z ]*[A-Z]) permission (?:was )?denied/.exec(message)?.[1];
  return right === undefined
    ? { kind: 'permission', detail: 'no right to do this' }
    : denied(right);
}

function missing(message: string, number: number): Omit<Trouble, 'code'> {
  const object = quoted(message, 1);
  const what = { 207: 'column', 911: 'database', 2812: 'procedure' }[number] ?? 'object';
  return object === undefined
    ? { kind: 'missing', detail: `an ${what} is missing` }
    : { kind: 'missing', detail: `no ${what} ${object} (or no right to see it)`, object };
}

function quoted(message: string, which: number): string | undefined {
  return [...message.matchAll(/['"]([^'"]*)['"]/g)][which - 1]?.[1];
}

const unreachableCodes = new Set([
  'ESOCKET',
  'ECONNCLOSED',
  'ECONNRESET',
  'ENOTOPEN',
  'ENOCONN',
  'EINSTLOOKUP',
  'ETIMEOUT',
]);

/** A trouble from whatever mssql or tedious threw while a statement ran. Pure: the same error reads the same. */
export function sqlTrouble(thrown: unknown): Trouble {
  const error = decisive(thrown);
  const { message, code, number, name }: DriverError =
    error instanceof Error ? error : { message: String(error) };
  if (typeof number === 'number') {
    const read = readings.get(number);
    return read === undefined
      ? { kind: 'failed', detail: wordsOf(number, message), code: number }
      : { ...read(message, number), code: number };
  }
  const key = typeof code === 'string' ? code : null;
  if (key === 'ECANCEL') return { kind: 'cancelled', detail: 'cancelled', code: key };
  if (name === 'TimeoutError')
    return { kind: 'timeout', detail: 'all connections were busy', code: key };
  if (key === 'ETIMEOUT' && name === 'RequestError')
    return { kind: 'timeout', detail: 'no answer in time', code: key };
  // What waits on a pool that is being closed is aborted by the pool, without a code.
  const isAborted = key === null && message === 'aborted';
  if (isAborted || (key !== null && unreachableCodes.has(key)))
    return { kind: 'unreachable', detail: 'the connection was lost', code: key };
  return { kind: 'failed', detail: redact(message), code: key };
}

/** From here on a number says that somebody's own code threw, in words of which nobody knows what they hold. */
const firstOfUsers = 50_000;

function wordsOf(number: number, message: string): string {
  return number >= firstOfUsers ? `error ${number}` : `error ${number}: ${redact(message)}`;
}

/** SQL Server often ends with a summary (297, 3013) after the error that says why. */
function decisive(error: unknown): unknown {
  if (!(error instanceof Error) || !('precedingErrors' in error)) return error;
  const { precedingErrors } = error;
  return Array.isArray(precedingErrors) ? (precedingErrors[0] ?? error) : error;
}

/** A trouble from a failed attempt to connect, in which nothing says whether it was the network or the login. */
export function connectTrouble(error: unknown, place: string, login: string): Trouble {
  const { message, code }: DriverError =
    error instanceof Error ? error : { message: String(error) };
  const key = typeof code === 'string' ? code : null;
  if (key === 'ELOGIN') {
    const database = /Cannot open database "([^"]*)"/.exec(message)?.[1];
    return database === undefined
      ? {
          kind: 'permission',
          detail: `${place} refuses the login ${login}`,
          code: 18456,
          right: 'CONNECT',
        }
      : {
          kind: 'permission',
          detail: `the login ${login} cannot open the database ${database}`,
          code: 4060,
          right: 'CONNECT',
        };
  }
  const cause =
    /\b(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|certificate)\b/.exec(
      wordsWithin(error),
    )?.[1];
  return {
    kind: 'unreachable',
    detail: `${place} cannot be reached${reason(cause, key)}`,
    code: cause ?? key,
  };
}

function reason(cause: string | undefined, key: string | null): string {
  switch (cause?.toUpperCase()) {
    case 'ECONNREFUSED':
      return ': nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ': the name is not known';
    case undefined:
      return key === 'ETIMEOUT' ? ': no answer within 4 s' : '';
    default:
      return /certificate/i.test(cause ?? '') ? ': its certificate is not trusted' : `: ${cause}`;
  }
}
