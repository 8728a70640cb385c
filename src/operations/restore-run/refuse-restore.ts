import { type Refusal, refuse } from '../../domain/authority.ts';
import type { JsonObject } from '../../domain/json.ts';
import { named } from '../../domain/plan.ts';
import { type DatabaseFacts } from '../acting/database-facts.ts';
import { sayServerTime } from '../restore/server-time.ts';
import type { RestoreFacts, SessionFacts } from './facts.ts';
import type { PlannedSet } from './planned-set.ts';
import { recordedIn } from './recorded.ts';

/** Why nothing can be restored on this server by us, whatever is asked. */
export function refusedByServer({ server }: RestoreFacts): Refusal | null {
  if (server.engineEdition === 5 || server.engineEdition === 8)
    return refuse(
      'restore: platform',
      `${named(server.name)} is Azure SQL: restores there are the platform's.`,
      'Restore by the portal, or `az sql db restore`.',
    );
  return null;
}

/** What keeps RESTORE from running in place, found out before anyone is thrown off (S6). */
export function refusedInPlace(
  database: DatabaseFacts,
  { logShipped }: RestoreFacts,
): Refusal | null {
  const reasons = [
    ...(database.inGroup ? ['it is in an availability group'] : []),
    ...(database.mirrored ? ['it is mirrored'] : []),
    ...(logShipped === true ? ['its log is shipped'] : []),
    ...(database.published ? ['it is published or subscribed'] : []),
    ...(database.cdc ? ['its changes are captured (CDC)'] : []),
  ];
  if (reasons.length === 0)
    return logShipped === null
      ? refuse(
          'S6',
          `Whether the log of ${named(database.name)} is shipped to another server is not known: a restore in place would end that.`,
          'Grant the reader SELECT in msdb on the tables of log shipping (`sql/install`), or restore a copy.',
        )
      : null;
  return refuse(
    'S6',
    `${named(database.name)} can't be restored in place: ${reasons.join(', ')}. RESTORE would fail with 3104 after everyone was thrown off.`,
    'Restore a copy, or let the DBA take it out of there first.',
  );
}

/** An order to go on carries how the database was set then: of one that is open again that may be out of date (S9). */
export function refusedToGoOn({ name, state, userAccess }: DatabaseFacts, options: JsonObject) {
  if (recordedIn(options) === null || state !== 'ONLINE' || userAccess !== 'MULTI_USER')
    return null;
  return refuse(
    'S9',
    `${named(name)} is online and open: there is nothing to go on with.`,
    'Order a new restore: it notes anew how the database is set.',
  );
}

/**
 * Sessions that make taking the database a risk (S15): what they have open is rolled back before the tail is taken, and
 * nobody can say for how long. `limit` is in bytes of log.
 */
export function refusedBySessions(
  sessions: readonly SessionFacts[] | null,
  limit: number,
): Refusal | null {
  if (sessions === null)
    return refuse(
      'S15',
      'Who uses the database is not known: no plan without it.',
      'Grant the reader VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).',
    );
  const rolling = sessions.filter(({ rollingBack }) => rollingBack);
  if (rolling.length > 0)
    return refuse(
      'S15',
      `${count(rolling.length, 'session')} of the database ${rolling.length === 1 ? 'is' : 'are'} rolling back: ${rolling.map(sessionWords).join(', ')}. To end one makes it start again at recovery.`,
      'Wait until they are done.',
    );
  const bytes = sessions.reduce((sum, { logBytes }) => sum + logBytes, 0);
  if (bytes <= limit) return null;
  const most = sessions
    .filter(({ logBytes }) => logBytes > 0)
    .toSorted((a, b) => b.logBytes - a.logBytes)
    .slice(0, 3);
  return refuse(
    'S15',
    `Open transactions hold ${gigabytes(bytes)} of the log, more than ${gigabytes(limit)}: they would be rolled back first. Most of it: ${most.map(sessionWords).join(', ')}.`,
    'Let them commit, or stop whoever runs them and wait; `backups.rollbackLimit` of the environment is the limit.',
  );
}

/** `Hartonomous.Api` as `HartonomousApp` (session 61, 1.2 GB of log) */
export function sessionWords({ id, program, login, logBytes }: SessionFacts): string {
  const log = logBytes > 0 ? `, ${gigabytes(logBytes)} of log` : '';
  return `${named(program)} as ${named(login)} (session ${id}${log})`;
}

/** What the login was not given is found out before anyone is asked to approve (S4). */
export function refusedByRights(
  { rights, server }: RestoreFacts,
  login: string | null,
  wantsBackup: boolean,
): Refusal | null {
  const lacking = [
    ...(rights.restore === false ? ['`dbcreator`, by which it restores'] : []),
    ...(wantsBackup && rights.backUp === false
      ? ['`db_backupoperator`, by which it takes the tail of the log']
      : []),
  ];
  if (lacking.length === 0) return null;
  return refuse(
    'S4',
    `The login ${named(login ?? '')} on ${named(server.name)} is no member of ${lacking.join(', nor of ')}.`,
    'Let the DBA run `sql/install/03-operator-grants.sql`, or restore by `hart plan restore`.',
  );
}

/** Encrypted sets whose certificate this server lacks (S10). */
export function refusedByEncryption(
  sets: readonly PlannedSet[],
  { encryptors, thumbprints, trust, database }: RestoreFacts,
): Refusal | null {
  const present = trust?.encryptor ?? null;
  if (present !== null && thumbprints?.has(present) === false)
    return refuse(
      'S10',
      `${named(database?.name ?? '')} is encrypted with a certificate that the server lacks (thumbprint ${present}): its backups can't be restored, and it does not come up again after a restart.`,
      'Let the DBA restore the certificate to master from its own backup, now.',
    );
  const wanted = new Map(
    sets.flatMap(({ id }) => {
      const print = encryptors.get(id);
      return print === undefined || thumbprints?.has(print) === true ? [] : [[id, print] as const];
    }),
  );
  if (wanted.size === 0) return null;
  const lacking = [...new Set(wanted.values())];
  return refuse(
    'S10',
    `The server lacks the certificate with thumbprint ${lacking.join(', ')}, with which ${count(wanted.size, 'backup')} of this plan ${wanted.size === 1 ? 'is' : 'are'} encrypted.`,
    'Let the DBA restore it to master from its own backup.',
  );
}

/**
 * Sets of another server (S17): RESTORE writes them into msdb as if they were ours. What another environment holds is
 * brought here only as a copy that names it, with the approvers of both.
 */
export function refusedAcross(
  chosen: readonly PlannedSet[],
  { server, sets }: RestoreFacts,
): Refusal | null {
  const ids = new Set(chosen.map(({ id }) => id));
  const foreign = sets.find(
    (set) =>
      ids.has(set.id) &&
      set.server !== null &&
      set.server.toLowerCase() !== server.name.toLowerCase(),
  );
  if (foreign === undefined) return null;
  return refuse(
    'S17',
    `The ${foreign.type} backup of ${sayServerTime(foreign.finishedText)} was taken on ${named(foreign.server ?? '')}, not on ${named(server.name)}: it is not this environment's own.`,
    'Order a copy that names the environment it comes from (`--from`); or take a full backup here, and restore from that.',
  );
}

/** A copy doubles what memory-optimized tables take (S11). */
export function refusedByMemory({
  memoryTables,
  freeMemory,
  files,
  database,
}: RestoreFacts): Refusal | null {
  // The server lists a container of such tables as FILESTREAM: without one there are none.
  const mayHave = files.some(
    ({ databaseId, kind }) =>
      databaseId === database?.id && (kind === 'memory' || kind === 'filestream'),
  );
  if (mayHave && (memoryTables?.some(({ bytes }) => bytes === null) ?? true))
    return refuse(
      'S11',
      'What its memory-optimized tables take of the memory is not known, and a copy would take as much again.',
      'Grant the reader VIEW DATABASE STATE (2022: VIEW DATABASE PERFORMANCE STATE); while the database is closed, restore the copy on another server.',
    );
  const bytes = (memoryTables ?? []).reduce((sum, table) => sum + (table.bytes ?? 0), 0);
  if (bytes === 0 || (freeMemory !== null && bytes <= freeMemory)) return null;
  const free = freeMemory === null ? 'not known' : gigabytes(freeMemory);
  return refuse(
    'S11',
    `A copy would take another ${gigabytes(bytes)} of memory for its memory-optimized tables; free is ${free}.`,
    'Restore the copy on another server.',
  );
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function gigabytes(bytes: number): string {
  if (bytes < 2 ** 30) return `${Math.round(bytes / 2 ** 20)} MB`;
  const value = bytes / 2 ** 30;
  return value < 1024
    ? `${value < 10 ? value.toFixed(1) : Math.round(value)} GB`
    : `${(value / 1024).toFixed(1)} TB`;
}
