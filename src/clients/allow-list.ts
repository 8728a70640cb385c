import { fitsPattern } from '../domain/name-pattern.ts';
import type { StatementParameters } from '../domain/target.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';

/** What the operator's statements may name (safety rule S4). */
export interface AllowList {
  /** Databases, as patterns: see `fitsPattern`. */
  readonly databases: readonly string[];
  /** Directories under which files may lie. */
  readonly directories: readonly string[];
}

const systemDatabases = ['MASTER', 'MSDB', 'TEMPDB', 'MODEL'];

/** The words that may begin a statement, and those that may follow where not everything may. */
const beginnings: Readonly<Record<string, readonly string[] | null>> = {
  BACKUP: ['DATABASE', 'LOG'],
  RESTORE: ['DATABASE', 'LOG', 'HEADERONLY', 'FILELISTONLY', 'LABELONLY', 'VERIFYONLY'],
  ALTER: ['DATABASE', 'AUTHORIZATION', 'QUEUE'],
  DROP: ['DATABASE'],
  DBCC: ['CHECKDB'],
  EXEC: null,
  USE: null,
  KILL: null,
  SET: null,
  SELECT: null,
  WITH: null,
  DECLARE: null,
  IF: null,
  BEGIN: ['CONVERSATION', 'DIALOG', 'TRANSACTION', 'TRY'],
  END: ['CONVERSATION'],
  SEND: null,
  RECEIVE: null,
  INSERT: null,
  UPDATE: null,
  DELETE: null,
};

/** Words that no statement of ours has outside of texts and names. */
const never = new Set(
  `OPENROWSET OPENDATASOURCE OPENQUERY RECONFIGURE SHUTDOWN GRANT DENY REVOKE LOGIN BULK TRUNCATE MERGE CREATE
   TRIGGER IMPERSONATE REVERT EXECUTE XP_CMDSHELL SP_CONFIGURE SP_EXECUTESQL ENDPOINT CERTIFICATE ASSEMBLY CREDENTIAL`.split(
    /\s+/,
  ),
);

/** Procedures of the server itself. Others are named with their database. */
const procedures = new Set([
  'SP_GETAPPLOCK',
  'SP_RELEASEAPPLOCK',
  'XP_DIRTREE',
  'XP_FILEEXIST',
  'XP_FIXEDDRIVES',
  // Signed, for the databases that the DBA lists (sql/install), and named by their own database.
  'HART_SETOWNER',
  'HART_SETTRUSTWORTHY',
  'SP_ADDEXTENDEDPROPERTY',
  'SP_DROPEXTENDEDPROPERTY',
]);

/**
 * Why a statement may not be sent; null: it may. Read word by word before it goes out, so that a fault anywhere in the
 * planning cannot reach another database or directory of the server. In doubt it refuses: a new kind of statement is
 * added here on purpose.
 */
export function whyNotAllowed(
  statement: string,
  parameters: StatementParameters,
  allowed: AllowList,
): string | null {
  const tokens = sqlTokens(statement);
  if (tokens === null) return 'it does not end';
  if (tokens.length === 0) return 'it is empty';
  for (let at = 0; at < tokens.length; at += 1) {
    const why =
      beginningComplaint(tokens, at) ??
      forbiddenWord(tokens, at) ??
      deviceComplaint(tokens, at) ??
      databaseComplaint(tokens, at, allowed) ??
      fileComplaint(tokens, at, parameters, allowed) ??
      procedureComplaint(tokens, at);
    if (why !== null) return why;
  }
  return null;
}

/** What begins a statement; the verbs that reach beyond a database are looked at wherever they stand. */
function beginningComplaint(tokens: readonly SqlToken[], at: number): string | null {
  const { kind, text } = tokens[at] ?? none;
  const before = tokens[at - 1];
  const begins = before === undefined || (before.kind === 'sign' && before.text === ';');
  if (begins && text === ';') return null;
  const follows = kind === 'word' && Object.hasOwn(beginnings, text) ? beginnings[text] : undefined;
  if (follows === undefined) return begins ? `it begins with ${text}` : null;
  const isVerb = begins || (verbs.has(text) && before.text !== '.');
  if (!isVerb || follows === null) return null;
  const next = tokens[at + 1]?.text ?? '';
  return follows.includes(next) ? null : `it is a ${text} ${next}`.trim();
}

const verbs = new Set(['BACKUP', 'RESTORE', 'ALTER', 'DROP', 'DBCC']);

function forbiddenWord(tokens: readonly SqlToken[], at: number): string | null {
  const { kind, text } = tokens[at] ?? none;
  if ((kind === 'word' || kind === 'name') && never.has(text.toUpperCase()))
    return `it says ${text.toUpperCase()}`;
  return null;
}

const none: SqlToken = { kind: 'sign', text: '' };

/** The database that is named here: after the words that take one, or as the first of three parts. */
function databaseComplaint(
  tokens: readonly SqlToken[],
  at: number,
  allowed: AllowList,
): string | null {
  const here = tokens[at] ?? none;
  const before = wordsBefore(tokens, at);
  if (
    /\b(?:BACKUP|RESTORE|ALTER|DROP) DATABASE$|\b(?:BACKUP|RESTORE) LOG$|(?:^|; )USE$/.test(before)
  ) {
    if (here.kind !== 'name') return `it names a database without brackets: ${here.text}`;
    const isRead = before.endsWith('USE') || before.includes('BACKUP');
    return isRead && isSystem(here.text) ? null : notListed(here.text, allowed);
  }
  if (/\bMODIFY NAME =$/.test(before)) return notListed(here.text, allowed);
  if (/\bCHECKDB \($/.test(before) || /\bAUTHORIZATION ON DATABASE : :$/.test(before))
    return here.kind === 'name' ? notListed(here.text, allowed) : `it names ${here.text}`;
  const isFirstPart = tokens[at - 1]?.text !== '.' && isNameLike(here);
  const isThreePart = isFirstPart && tokens[at + 1]?.text === '.' && dotsAfter(tokens, at) >= 2;
  if (!isThreePart) return null;
  return isSystem(here.text) ? null : notListed(here.text, allowed);
}

function isNameLike({ kind }: SqlToken): boolean {
  return kind === 'name' || kind === 'word';
}

function dotsAfter(tokens: readonly SqlToken[], at: number): number {
  let dots = 0;
  for (let next = at + 1; next < tokens.length; next += 1) {
    const token = tokens[next] ?? none;
    if (token.text === '.' && token.kind === 'sign') dots += 1;
    else if (!(isNameLike(token) && tokens[next - 1]?.text === '.')) break;
  }
  return dots;
}

/** Of `a.b.c`, and of `a..c`. */
function lastPart(tokens: readonly SqlToken[], at: number): SqlToken {
  let end = at;
  while (tokens[end + 1]?.text === '.' || (tokens[end]?.text === '.' && end + 1 < tokens.length))
    end += 1;
  return tokens[end] ?? none;
}

function isSystem(name: string): boolean {
  return systemDatabases.includes(name.toUpperCase());
}

function notListed(name: string, { databases }: AllowList): string | null {
  const fits = databases.some((pattern) => fitsPattern(name, pattern));
  return fits ? null : `it names the database ${name}, which is not configured`;
}

/** A backup goes to files that are named, not to a device of the server that stands for one. */
function deviceComplaint(tokens: readonly SqlToken[], at: number): string | null {
  const before = wordsBefore(tokens, at);
  const isDevice =
    /\bBACKUP (?:DATABASE|LOG) '' TO$/.test(before) ||
    /\bRESTORE (?:(?:DATABASE|LOG) ''|\w+ONLY) FROM$/.test(before);
  const { kind, text } = tokens[at] ?? none;
  return isDevice && !(kind === 'word' && (text === 'DISK' || text === 'URL'))
    ? `it names the device ${text}`
    : null;
}

/** A file: what stands after `DISK =`, `URL =`, `STANDBY =`, or a `TO` of MOVE. */
function fileComplaint(
  tokens: readonly SqlToken[],
  at: number,
  parameters: StatementParameters,
  allowed: AllowList,
): string | null {
  const before = wordsBefore(tokens, at);
  const isFile =
    /\b(?:DISK|URL|TAPE|PIPE|FILENAME|STANDBY) =$/.test(before) || /\bMOVE '' TO$/.test(before);
  const here = tokens[at] ?? none;
  // MIRROR is a device only as MIRROR TO; msdb has a column of that name.
  const isOther =
    /\b(?:TAPE|PIPE)$/.test(before) || (/\bMIRROR$/.test(before) && here.text === 'TO');
  if (!isFile) return isOther ? 'it names another device' : null;
  const path =
    here.kind === 'parameter' ? String(parameters[here.text.slice(1)]?.value ?? '') : here.text;
  if (here.kind !== 'text' && here.kind !== 'parameter') return `it names the file ${here.text}`;
  return allowed.directories.some((directory) => liesUnder(path, directory))
    ? null
    : 'it names a file outside of the configured directories';
}

/** Whether a path is within a directory of the server: no `..` on the way, whatever the separator. */
export function liesUnder(path: string, directory: string): boolean {
  const [file, parent] = [parts(path), parts(directory)];
  return (
    parent.length > 0 &&
    file.length > parent.length &&
    !file.includes('..') &&
    parent.every((part, index) => part === file[index])
  );
}

function parts(path: string): readonly string[] {
  // Windows compares without case, and so do we everywhere: a directory that differs by case alone is no stranger's.
  return path.toLowerCase().replaceAll('\\', '/').replace(/\/+$/, '').split('/');
}

// They are found through any database.
const administrative =
  /^(?:xp_|sp_(?:add|drop|grant|revoke|deny|oa|ms|proc|server|change|password|attach|detach|rename|delete|set|control))/i;

function procedureComplaint(tokens: readonly SqlToken[], at: number): string | null {
  const before = tokens[at - 1];
  if (before?.kind !== 'word' || before.text !== 'EXEC') return null;
  const dots = dotsAfter(tokens, at);
  const name = lastPart(tokens, at);
  if (!isNameLike(tokens[at] ?? none)) return 'it runs text that it makes itself';
  if (procedures.has(name.text.toUpperCase())) return null;
  const isOwn =
    dots >= 2 && !isSystem((tokens[at] ?? none).text) && !administrative.test(name.text);
  return isOwn ? null : `it runs the procedure ${name.text}`;
}

/** The few words before a place, names and texts left empty: what they say there decides. */
function wordsBefore(tokens: readonly SqlToken[], at: number): string {
  return tokens
    .slice(Math.max(0, at - 5), at)
    .map(({ kind, text }) => (kind === 'word' || kind === 'sign' ? text : "''"))
    .join(' ');
}
