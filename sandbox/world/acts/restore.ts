import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Execution, ReadAct } from './act.ts';
import type { ActContext } from './act-context.ts';
import { readDevices } from './devices.ts';
import { refusals as backupRefusals } from './refusals.ts';
import { tellFiles, tellHeaders, tellLabel } from './restore-headers.ts';
import type { RestoreOrder } from './restore-order.ts';
import { restoreRefusals } from './restore-refusals.ts';
import { runRestore } from './restore-run.ts';
import type { StatementReader } from './statement-reader.ts';
import { readStopAt } from './stop-at.ts';
import { terminated } from './terminated.ts';
import { verify } from './verify.ts';
import { numberOption, type Options, readOptions } from './with-options.ts';

const reading =
  `FILE CHECKSUM NO_CHECKSUM STOP_ON_ERROR CONTINUE_AFTER_ERROR MEDIANAME LOADHISTORY STATS REWIND
  NOREWIND UNLOAD NOUNLOAD METADATA_ONLY`.split(/\s+/);
const restoring =
  `${reading.join(' ')} NORECOVERY RECOVERY STANDBY STOPAT REPLACE RESTART RESTRICTED_USER KEEP_REPLICATION
  KEEP_CDC ENABLE_BROKER NEW_BROKER ERROR_BROKER_CONVERSATIONS BUFFERCOUNT MAXTRANSFERSIZE BLOCKSIZE`.split(
    /\s+/,
  );

/** `RESTORE { DATABASE | LOG | HEADERONLY | FILELISTONLY | LABELONLY | VERIFYONLY } …`. */
export const restore: ReadAct = (reader) => {
  if (!reader.take('RESTORE')) return null;
  const kind = reader.word();
  switch (kind) {
    case 'HEADERONLY':
    case 'FILELISTONLY':
    case 'LABELONLY':
    case 'VERIFYONLY':
      return readInspection(reader, kind);
    case 'DATABASE':
    case 'LOG':
      return readRestore(reader, kind);
    default:
      reader.reset(reader.mark() - 1);
      return reader.fail();
  }
};

type Inspection = 'HEADERONLY' | 'FILELISTONLY' | 'LABELONLY' | 'VERIFYONLY';

function readInspection(reader: StatementReader, kind: Inspection): Execution {
  reader.expect('FROM');
  const files = readDevices(reader);
  const { special } = readMoves();
  const options = readOptions(reader, 'RESTORE', reading, special);
  const position = numberOption(options, 'FILE');
  return async (context) => {
    mayInspect(context, kind);
    await context.world.refresh();
    if (kind === 'HEADERONLY') tellHeaders(context, files, position);
    else if (kind === 'FILELISTONLY') tellFiles(context, files, position);
    else if (kind === 'LABELONLY') tellLabel(context, files);
    else {
      const checksChecksums = options.has('CHECKSUM');
      await verify(context, { files, position, checksChecksums, every: statsOf(options) });
    }
  };
}

/** Reading a backup wants the right to make a database of it. */
function mayInspect({ session }: ActContext, kind: Inspection): void {
  if (session.access.has('CREATE ANY DATABASE', null, null) === true) return;
  const statement =
    kind === 'VERIFYONLY' ? 'VERIFY DATABASE' : `RESTORE ${kind.replace('LISTONLY', 'LIST')}`;
  throw terminated(statement, backupRefusals.denied('CREATE DATABASE', 'master'));
}

function readRestore(reader: StatementReader, kind: 'DATABASE' | 'LOG'): Execution {
  const statement = `RESTORE ${kind}` as const;
  const database = reader.nameOrParameter();
  const files = reader.take('FROM') ? readDevices(reader) : [];
  const { moves, special } = readMoves();
  const options = readOptions(reader, 'RESTORE', restoring, special);
  const order: RestoreOrder = {
    statement,
    database,
    files,
    position: numberOption(options, 'FILE'),
    ending: endingOf(options),
    stopAt: options.has('STOPAT') ? readStopAt(options.get('STOPAT') ?? null) : null,
    isReplacing: options.has('REPLACE'),
    isRestricted: options.has('RESTRICTED_USER'),
    broker: brokerOf(options),
    keepsCdc: options.has('KEEP_CDC'),
    checksChecksums: options.has('CHECKSUM'),
    moves,
    every: statsOf(options),
  };
  const conflict = conflictOf(options);
  return (context) => {
    if (conflict) throw terminated(statement, restoreRefusals.conflict(...conflict));
    return runRestore(context, order);
  };
}

/** `MOVE 'logical' TO 'path'` among the options. */
function readMoves() {
  const moves = new Map<string, string>();
  const special = (reader: StatementReader) => {
    if (!reader.take('MOVE')) return false;
    const logical = reader.text().toLowerCase();
    reader.expect('TO');
    moves.set(logical, reader.text());
    return true;
  };
  return { moves, special };
}

function statsOf(options: Options): number | null {
  return options.get('STATS') === true ? 10 : numberOption(options, 'STATS');
}

function endingOf(options: Options): RestoreOrder['ending'] {
  if (options.has('NORECOVERY')) return 'norecovery';
  if (!options.has('STANDBY')) return 'recovery';
  if (typeof options.get('STANDBY') === 'string') return 'standby';
  throw new SqlServerError({ number: 102, class: 15, message: "Incorrect syntax near 'STANDBY'." });
}

function brokerOf(options: Options): RestoreOrder['broker'] {
  if (options.has('NEW_BROKER')) return 'new';
  return options.has('ENABLE_BROKER') ? 'enable' : 'off';
}

const exclusive: readonly (readonly [string, string])[] = [
  ['RECOVERY', 'NORECOVERY'],
  ['RECOVERY', 'STANDBY'],
  ['NORECOVERY', 'STANDBY'],
  ['ENABLE_BROKER', 'NORECOVERY'],
  ['NEW_BROKER', 'NORECOVERY'],
  ['ENABLE_BROKER', 'NEW_BROKER'],
  ['KEEP_CDC', 'NORECOVERY'],
  ['KEEP_REPLICATION', 'NORECOVERY'],
];

function conflictOf(options: Options): readonly [string, string] | undefined {
  return exclusive.find(([one, other]) => options.has(one) && options.has(other));
}
