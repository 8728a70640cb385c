import type { Refusal } from '../../domain/authority.ts';
import { named as quoted } from '../../domain/plan.ts';
import type { Answer, ResultRow, StatementParameters } from '../../domain/target.ts';
import { type DatabaseFacts, readDatabase } from '../acting/database-facts.ts';
import type { OperationPorts } from '../acting/operation.ts';
import { notKnown } from '../acting/refusals.ts';
import { guid, text } from '../acting/row-fields.ts';
import type { OperatorRights, RestoreFacts } from './facts.ts';
import { readInDoubt } from './in-doubt.ts';
import { readFile, readMemoryTable, readQueue, readServer } from './read-facts.ts';
import { readSets, withoutStrangers, withUnseen } from './read-sets.ts';
import { readInstalled, readReliesOn } from './relies-on.ts';
import { strangersIn } from './strangers.ts';
import { gatherTrust } from './trust.ts';

/** How far back the history is read: what a cleanup job keeps is mostly less. */
export const historyDays = 60;

/**
 * Asks all that a plan of a restore rests on, by the reader. Without the server, its databases, files and history there
 * is no plan; without the rest there is one that says what it does not know.
 */
export async function gatherFacts(ports: OperationPorts): Promise<RestoreFacts | Refusal> {
  const { database, operatorLogin } = ports.settings;
  const named: StatementParameters = { database: { type: 'text', value: database } };
  const { facts } = ports;
  const [server, databases, files, history] = await Promise.all([
    facts.ask('server-clock'),
    facts.ask('database-state'),
    facts.ask('database-files'),
    facts.ask('backup-sets', { ...named, days: { type: 'int', value: historyDays } }),
  ]);
  for (const [what, answer] of [
    ['the server', server],
    ['its databases', databases],
    ['its files', files],
    ['the history of backups', history],
  ] as const)
    if (!answer.ok) return notKnown(what, answer.trouble.detail);
  if (!server.ok || !databases.ok || !files.ok || !history.ok) return notKnown('the server', '');
  const read = readSets(history.value);
  if (read.complaints.length > 0)
    return notKnown('the history of backups', read.complaints.slice(0, 3).join('; '));

  const all = databases.value.map(readDatabase);
  const found = all.find(({ name }) => name.toLowerCase() === database.toLowerCase()) ?? null;
  const isOpen = found?.state === 'ONLINE';
  const unknown: string[] = found === null || isOpen ? [] : [closedWords(found)];
  async function maybe<T>(
    what: string,
    asked: Promise<Answer<ResultRow[]>> | null,
    use: (rows: readonly ResultRow[]) => T,
  ): Promise<T | null> {
    if (asked === null) return null;
    const answer = await asked;
    if (answer.ok) return use(answer.value);
    unknown.push(`Not known: ${what} (${answer.trouble.detail}).`);
    return null;
  }
  const inside = (name: string) => (isOpen ? facts.ask(name) : null);
  const [
    volumes,
    sessions,
    inDoubt,
    thumbprints,
    queues,
    memoryTables,
    freeMemory,
    jobs,
    shipped,
    signed,
    roles,
    reliesOn,
    installed,
    trust,
    unseen,
  ] = await Promise.all([
    maybe('the free space of drives', facts.ask('volumes'), (rows) =>
      rows.map((row) => ({
        mount: text(row, 'mount') ?? '',
        freeBytes: Number(row['free_bytes']),
        totalBytes: row['total_bytes'] === null ? null : Number(row['total_bytes']),
      })),
    ),
    maybe('who uses the database', facts.ask('database-sessions', named), (rows) =>
      strangersIn(rows, operatorLogin),
    ),
    maybe(
      'which distributed transactions are in doubt',
      facts.ask('in-doubt-transactions', named),
      (rows) => rows.map(readInDoubt),
    ),
    maybe(
      'the certificates of the server',
      facts.ask('certificates'),
      (rows) => new Set(rows.map((row) => (text(row, 'thumbprint') ?? '').toLowerCase())),
    ),
    maybe('how the queues are set', inside('queue-states'), (rows) => rows.map(readQueue)),
    maybe('the memory-optimized tables', inside('memory-optimized'), (rows) =>
      rows.map(readMemoryTable),
    ),
    maybe('the free memory', facts.ask('free-memory'), ([row]) => Number(row?.['free_bytes'])),
    maybe('which jobs back up or clean up', facts.ask('backup-jobs'), (rows) =>
      rows.map((row) => text(row, 'name') ?? ''),
    ),
    maybe('whether the log is shipped', facts.ask('log-shipping'), (rows) =>
      rows.some((row) => text(row, 'database_name')?.toLowerCase() === database.toLowerCase()),
    ),
    maybe('what the operator may', facts.ask('signed-procedures', named), readRights),
    maybe(
      'the roles of the operator’s login',
      facts.ask('operator-rights', { login: { type: 'text', value: operatorLogin } }),
      ([row]) => readRoles(row ?? {}),
    ),
    maybe('users without a login, and its assemblies', inside('relies-on'), readReliesOn),
    maybe('since when our own objects are installed', inside('installed-objects'), readInstalled),
    isOpen ? gatherTrust(facts, database) : null,
    maybe(
      'whether the server sees the files of the backups',
      facts.ask('backup-files-unseen', { ...named, days: { type: 'int', value: historyDays } }),
      (rows) => new Set(rows.flatMap((row) => guid(row, 'set_guid') ?? [])),
    ),
  ]);
  const itself = readServer(server.value[0] ?? {});
  const own = withoutStrangers(read.sets, itself.name, found?.familyGuid ?? null);
  return {
    server: itself,
    databases: all,
    database: found,
    files: files.value.map(readFile),
    volumes,
    sets: withUnseen(own, unseen ?? new Set()),
    sizes: read.sizes,
    encryptors: read.encryptors,
    sessions,
    inDoubt,
    thumbprints,
    queues,
    memoryTables,
    freeMemory,
    jobs: jobs === null ? null : [...new Set(jobs)],
    logShipped: shipped,
    rights: { ...(signed ?? { setTrustworthy: false, setOwner: false }), ...roles },
    reliesOn,
    installed,
    ...(trust === null ? {} : { trust: trust.trust }),
    unknown: [
      ...unknown,
      ...(trust?.unknown ?? []),
      ...unknownRoles(roles, operatorLogin),
    ].toSorted(),
  };
}

/** What only the database itself could say; its queues come back as they were at the moment restored to. */
function closedWords({ name, state }: DatabaseFacts): string {
  return `Not known, since ${quoted(name)} is ${state}: how its queues are set, its memory-optimized tables, its assemblies, users without a login, and since when our own objects are installed.`;
}

function readRights(rows: readonly ResultRow[]): OperatorRights {
  const held = new Set(rows.map((row) => text(row, 'name')));
  return {
    setTrustworthy: held.has('hart_SetTrustworthy'),
    setOwner: held.has('hart_SetOwner'),
  };
}

function readRoles(row: ResultRow): Pick<OperatorRights, 'restore' | 'backUp'> {
  const has = (name: string) => {
    const value = row[name] ?? null;
    return value === null ? null : Number(value) === 1;
  };
  const all = has('may_all') === true;
  return { restore: all || has('may_restore'), backUp: all || has('may_back_up') };
}

/** NULL is the server's answer about a login that it does not know, or does not show to the reader. */
function unknownRoles(
  roles: Pick<OperatorRights, 'restore' | 'backUp'> | null,
  login: string | null,
): readonly string[] {
  if (roles === null || login === null) return [];
  return roles.restore === null || roles.backUp === null
    ? [`Not known: which roles the login ${login} has (the server shows none).`]
    : [];
}
