import { type Refusal, refuse } from '../../domain/authority.ts';
import { formatBytes } from '../../domain/format-value.ts';
import { named } from '../../domain/plan.ts';
import type { PlanContext } from '../acting/operation.ts';
import type { BackupDatabase, BackupFacts } from './backup-facts.ts';
import { type BackupOptions, kindWords } from './backup-options.ts';
import { whyNoDifferential } from './differential-base.ts';
import type { Expected } from './expected.ts';
import { freeOn } from './free-space.ts';
import { listedWriters, otherWriters, wasThereBefore } from './other-writers.ts';

/** What a refusal is decided by. */
interface Question {
  readonly options: BackupOptions;
  readonly facts: BackupFacts;
  readonly database: BackupDatabase;
  readonly directory: string;
  readonly expected: Expected;
  readonly scheduled: boolean;
}

/** The first reason why this backup cannot be taken, with the way out; otherwise what planning goes on with. */
export function refuseBackup(
  options: BackupOptions,
  facts: BackupFacts,
  { settings }: PlanContext,
  expected: Expected,
  scheduled: boolean,
): Refusal | { readonly database: BackupDatabase; readonly directory: string } {
  const platform = refusePlatform(facts);
  if (platform !== null) return platform;
  const { database } = facts;
  if (database === null)
    return refuse(
      'target',
      `${facts.server.name} has no database ${named(options.database)}.`,
      'Look at `sqlServer.database` in hart.yml, and whether it was renamed or dropped.',
    );
  const directory = settings.backupDirectory;
  if (settings.operatorLogin === null)
    return refuse(
      'S4',
      'hart only watches here: no password of the operator login is given.',
      'Give HART_<ENV>_SQL_OPERATOR_PASSWORD to the bot; sql/install makes the login.',
    );
  if (directory === null)
    return refuse(
      'S4',
      'No directory for backups is configured.',
      'Set `backups.directory` in hart.yml to a directory as the server sees it.',
    );
  const question = { options, facts, database, directory, expected, scheduled };
  for (const look of looks) {
    const refusal = look(question);
    if (refusal !== null) return refusal;
  }
  return { database, directory };
}

function refusePlatform({ server }: BackupFacts): Refusal | null {
  if (server.engineEdition !== 5 && server.engineEdition !== 8) return null;
  return refuse(
    'S24',
    `${server.name} is ${server.engineEdition === 8 ? 'a Managed Instance' : 'Azure SQL Database'}: the platform takes its backups, and no others are possible here.`,
    'In the Azure portal: the database, *Backups*, shows them and restores from them; retention is set there too.',
  );
}

const looks: readonly ((question: Question) => Refusal | null)[] = [
  isOpen,
  mayBackUp,
  onThisReplica,
  nothingElseRuns,
  hasChain,
  hasBase,
  alone,
  directoryIsThere,
  fits,
];

function isOpen({ database }: Question): Refusal | null {
  if (database.state === 'ONLINE') return null;
  return refuse(
    'target',
    `${named(database.name)} is ${database.state.toLowerCase().replaceAll('_', ' ')}: only an open database can be backed up.`,
    'Bring it online first; the DBA knows why it is not.',
  );
}

function mayBackUp({ facts, database }: Question): Refusal | null {
  if (facts.mayBackUp !== false) return null;
  return refuse(
    'S4',
    `The operator login has no right to back up ${named(database.name)}.`,
    'Run sql/install/03-operator-grants.sql as sysadmin: it makes the login a member of db_backupoperator.',
  );
}

function onThisReplica({ facts, options, database }: Question): Refusal | null {
  if (!database.inGroup) return null;
  const { replica } = facts;
  if (replica === null)
    return refuse(
      'S24',
      'Nobody could tell whether this replica is the one that takes the backups of its availability group.',
      'The reader needs VIEW SERVER STATE; `hart doctor` says what is missing.',
    );
  if (!replica.preferred)
    return refuse(
      'S24',
      `${facts.server.name} is not the replica that its availability group prefers for backups.`,
      'Connect hart to the listener or to that replica, or change the preference of the group.',
    );
  if (replica.primary || options.kind === 'log' || options.copyOnly) return null;
  return refuse(
    'S24',
    `${facts.server.name} is a secondary: before SQL Server 2025 only log backups and copy-only fulls are possible there.`,
    'Take it on the primary, or take a copy-only full.',
  );
}

function nothingElseRuns({ facts, options, database }: Question): Refusal | null {
  const same = options.kind === 'log' ? 'BACKUP LOG' : 'BACKUP DATABASE';
  const others = facts.running?.filter(
    ({ command, program }) =>
      !program.startsWith('hart R') &&
      (command === same || command === 'RESTORE DATABASE' || command === 'RESTORE LOG'),
  );
  const [other] = others ?? [];
  if (other === undefined) return null;
  return refuse(
    'running',
    `A ${other.command} of ${named(database.name)} runs already: session ${other.sessionId} of ${other.program || 'an unnamed program'}, since ${other.startedLocal.slice(11, 19)} server time.`,
    'Wait until it is done.',
  );
}

function hasChain({ options, database }: Question): Refusal | null {
  if (options.kind !== 'log') return null;
  if (database.recoveryModel === 'SIMPLE')
    return refuse(
      'chain',
      `${named(database.name)} is in the SIMPLE recovery model: it keeps no log that could be backed up.`,
      'Take a differential; or let the DBA set RECOVERY FULL and take a full backup, which begins a chain.',
    );
  if (database.lastLogBackupLsn !== null) return null;
  return refuse(
    'chain',
    `The log chain of ${named(database.name)} has not begun: no full backup was taken since it is in the ${database.recoveryModel} recovery model.`,
    'Take a full backup (not copy-only): it begins the chain.',
  );
}

function hasBase({ options, facts, database }: Question): Refusal | null {
  if (options.kind !== 'diff') return null;
  const why = whyNoDifferential(facts.bases, facts.past, database.fork, facts.unseenBaseFiles);
  if (why === null) return null;
  return refuse(
    'S22',
    `No differential of ${named(database.name)}: ${why}.`,
    'Take a full backup: it is the new base.',
  );
}

/** Two who take backups in turn break each other's chain: the schedule gives way (S23). */
function alone({ facts, scheduled }: Question): Refusal | null {
  const others = scheduled ? otherWriters(facts) : [];
  if (others.length === 0 || !wasThereBefore(others, facts)) return null;
  return refuse(
    'S23',
    `The schedule takes no backup: ${listedWriters(others)} took others in the last 7 days.`,
    'Turn off the other jobs, or `backups.schedule` in hart.yml.',
  );
}

function directoryIsThere({ facts, directory }: Question): Refusal | null {
  if (facts.directory !== 'missing') return null;
  return refuse(
    'S25',
    `${facts.server.name} does not see the directory ${named(directory)}.`,
    'Make it on the server, let the service write to it, or put the right one into `backups.directory`.',
  );
}

function fits({ facts, directory, expected, options }: Question): Refusal | null {
  const free = freeOn(facts.volumes, directory);
  if (free === null || expected.bytes === null || free >= expected.bytes) return null;
  return refuse(
    'S25',
    `A ${kindWords[options.kind]} takes about ${formatBytes(expected.bytes)}, and ${formatBytes(free)} are free where ${named(directory)} is.`,
    'Make room there, or put another directory into `backups.directory`.',
  );
}
