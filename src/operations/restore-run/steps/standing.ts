import { named } from '../../../domain/plan.ts';
import type { Answer, ResultRow, Trouble } from '../../../domain/target.ts';
import { errorWords } from '../../acting/error-words.ts';
import { overwriting } from '../../acting/next-move.ts';
import type { StepContext, StepOutcome } from '../../acting/operation.ts';
import { guid, text } from '../../acting/row-fields.ts';
import { about } from '../statements.ts';
import { isOwnCopy, isUnmasked, unmaskedWords } from '../unmasked.ts';

/** A database as the server itself says it stands. */
export interface Standing {
  readonly server: string;
  readonly name: string;
  readonly databaseId: number;
  readonly state: string;
  readonly userAccess: string;
  readonly createdLocal: string;
  readonly brokerGuid: string | null;
  readonly broker: boolean;
  readonly trustworthy: boolean;
  readonly owner: string | null;
  readonly inGroup: boolean;
  /** The server's clock when it answered. */
  readonly localNow: string;
  readonly redoStartLsn: string | null;
  readonly redoStartFork: string | null;
  /** Its first data file: what tells it from another whatever it is called. */
  readonly file: string | null;
}

/** The run's own connection; a step of ours without one is a fault of the wiring. */
export function sessionOf({ session }: StepContext) {
  if (session === null) throw new Error('A restore has no session');
  return session;
}

/** How a database stands, by the run's own connection; null: there is none of this name. */
export async function standingOf(
  context: StepContext,
  database: string,
): Promise<Answer<Standing | null>> {
  const answer = await sessionOf(context).run(context.ports.template('standing'), {
    database: { type: 'text', value: database },
  });
  if (!answer.ok) return answer;
  const [row] = answer.value;
  return { ok: true, value: row === undefined ? null : read(row) };
}

function read(row: ResultRow): Standing {
  return {
    server: text(row, 'server_name') ?? '',
    name: text(row, 'name') ?? '',
    databaseId: Number(row['database_id']),
    state: text(row, 'state') ?? '',
    userAccess: text(row, 'user_access') ?? '',
    createdLocal: text(row, 'created_local') ?? '',
    brokerGuid: guid(row, 'broker_guid'),
    broker: Number(row['broker'] ?? 0) === 1,
    trustworthy: Number(row['trustworthy'] ?? 0) === 1,
    owner: text(row, 'owner'),
    inGroup: text(row, 'replica_id') !== null,
    localNow: text(row, 'local_now') ?? '',
    redoStartLsn: text(row, 'redo_start_lsn'),
    redoStartFork: guid(row, 'redo_start_fork'),
    file: text(row, 'file_path'),
  };
}

const noGuid = '00000000-0000-0000-0000-000000000000';

/**
 * Why this is not the planned server, database or role (S6); null: it is. While it is being restored a database may show
 * no broker GUID.
 */
export function notTheTarget({ plan, memory }: StepContext, found: Standing): string | null {
  const { server, database } = plan.target;
  if (found.server.toLowerCase() !== server.toLowerCase())
    return `this is the server ${named(found.server)}, planned was ${named(server)}`;
  if (Number(memory['databaseId']) !== found.databaseId)
    return `${named(database)} is another database than the one that was planned for`;
  const planned = memory['brokerGuid'];
  const isOther =
    typeof planned === 'string' &&
    found.brokerGuid !== null &&
    found.brokerGuid !== noGuid &&
    found.brokerGuid !== planned.toLowerCase();
  if (isOther)
    return `${named(database)} has another broker GUID than when it was planned: it was replaced`;
  return found.inGroup ? `${named(database)} has joined an availability group` : null;
}

/** The state in words. */
export function leavesOf(found: Standing | null, database: string): string {
  if (found === null) return `There is no database ${named(database)}.`;
  const name = named(found.name);
  if (found.state === 'ONLINE')
    return found.userAccess === 'MULTI_USER'
      ? `${name} is online.`
      : `${name} is online, and ${found.userAccess}: the DBA lets people in by SET MULTI_USER.`;
  if (found.state === 'RESTORING')
    return `${name} is in RESTORING at LSN ${found.redoStartLsn ?? 'that is not known'}: nobody can use it.`;
  return `${name} is ${found.state}.`;
}

/**
 * The same with the way on from it, where there is one: what this run has overwritten goes on from where it is. A copy is
 * made anew, and what was not overwritten is given back.
 */
export function leavesToGoOn(
  { run, plan, memory }: Pick<StepContext, 'run' | 'plan' | 'memory'>,
  found: Standing | null,
  database: string,
): string {
  const { copy } = memory;
  const isCopy = typeof copy === 'string' && copy.toLowerCase() === database.toLowerCase();
  // Of another environment's data: how people are let in is no word for it before it is masked.
  if (
    found?.state === 'ONLINE' &&
    isCopy &&
    isUnmasked({ plan, memory }) &&
    isOwnCopy(memory, found)
  )
    return unmaskedWords(found.name, found);
  const words = leavesOf(found, database);
  const isOurs =
    found?.state === 'RESTORING' &&
    memory['way'] !== 'beside' &&
    typeof memory['copy'] !== 'string' &&
    database.toLowerCase() === plan.target.database.toLowerCase() &&
    (memory['mode'] === 'continue' || overwriting(run) !== null);
  return isOurs
    ? `${words} “Go on…” under its report goes on from there; by hand, \`hart plan restore --continue-from ${found.redoStartLsn ?? 'LSN'}\`.`
    : words;
}

/** A failure with the state that the server itself says it left. */
export async function failure(
  context: StepContext,
  database: string,
  why: string,
  trouble: Trouble | null = null,
): Promise<StepOutcome> {
  const after = await standingOf(context, database);
  return {
    kind: 'failed',
    why,
    detail: trouble?.detail ?? null,
    leaves: after.ok
      ? leavesToGoOn(context, after.value, database)
      : `How ${named(database)} stands now is not known.`,
  };
}

/** What a statement's error is called in a channel: its number, in words of ours and no text of the server (S51). */
export function troubleWords({ code, kind }: Trouble): string {
  if (typeof code !== 'number') return kind;
  const words = errorWords.get(code);
  return words === undefined ? `error ${code}` : `error ${code}: ${words}`;
}

/**
 * Opens a database again of which nothing was overwritten (S2): out of RESTORING, and for everyone. True where that
 * worked or was not needed.
 */
export async function giveBack(context: StepContext, database: string): Promise<boolean> {
  const session = sessionOf(context);
  const { template } = context.ports;
  const before = await standingOf(context, database);
  if (!before.ok || before.value === null) return false;
  if (before.value.state === 'RESTORING') {
    const opened = await session.run(about(template, 'restore-give-back', database));
    if (!opened.ok) return false;
  }
  const after = await standingOf(context, database);
  return after.ok && after.value?.state === 'ONLINE';
}
