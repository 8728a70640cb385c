import type { BackupSet } from './backup-set.ts';
import { quoteName, quoteText } from './quote.ts';
import { filesOf } from './usable.ts';

/**
 * Writes what restores one set of a database, leaving it ready for the next. `stopAt` as `formatStopAt` writes it.
 * The name is quoted once for all: a plan may have a hundred thousand of them.
 */
export function restoreStatements(
  database: string,
): (set: BackupSet, stopAt: string | null) => string {
  const ofLog = `RESTORE LOG ${quoteName(database)} FROM `;
  const ofData = `RESTORE DATABASE ${quoteName(database)} FROM `;
  return (set, stopAt) => {
    // Asked for where the set has none, RESTORE refuses CHECKSUM (Msg 3187).
    const options = set.hasChecksums === false ? ' WITH NORECOVERY' : ' WITH NORECOVERY, CHECKSUM';
    const file = set.position === null ? '' : `, FILE = ${set.position}`;
    const stop = stopAt === null ? '' : `, STOPAT = '${stopAt}'`;
    return `${set.type === 'log' ? ofLog : ofData}${devices(set)}${options}${file}${stop}`;
  };
}

/** What ends every plan, on its own so that a look at the database is possible before it. */
export function recoverStatement(database: string): string {
  return `RESTORE DATABASE ${quoteName(database)} WITH RECOVERY`;
}

function devices(set: BackupSet): string {
  const files = filesOf(set);
  // Deliberately no SQL: a statement that can't be run beats one that skips the set.
  if (files.length === 0) return `<the files of backup set ${set.id}>`;
  const [only = ''] = files;
  const device = (file: string) => `${kindOf(set, file)} = ${quoteText(file)}`;
  return files.length === 1 ? device(only) : files.map(device).join(', ');
}

function kindOf({ deviceType }: BackupSet, file: string): string {
  return deviceType === 9 || /^(?:https?|s3):\/\//i.test(file) ? 'URL' : 'DISK';
}
