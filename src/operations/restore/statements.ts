import type { BackupSet } from './backup-set.ts';
import { quoteName, quoteText } from './quote.ts';
import { filesOf } from './usable.ts';

/** What restores one set, leaving the database ready for the next. `stopAt` as `formatStopAt` writes it. */
export function restoreStatement(database: string, set: BackupSet, stopAt: string | null): string {
  const verb = set.type === 'log' ? 'RESTORE LOG' : 'RESTORE DATABASE';
  // Asked for where the set has none, RESTORE refuses CHECKSUM (Msg 3187).
  const checksum = set.hasChecksums === false ? '' : ', CHECKSUM';
  const file = set.position === null ? '' : `, FILE = ${set.position}`;
  const stop = stopAt === null ? '' : `, STOPAT = '${stopAt}'`;
  return `${verb} ${quoteName(database)} FROM ${devices(set)} WITH NORECOVERY${checksum}${file}${stop}`;
}

/** What ends every plan, on its own so that a look at the database is possible before it. */
export function recoverStatement(database: string): string {
  return `RESTORE DATABASE ${quoteName(database)} WITH RECOVERY`;
}

function devices(set: BackupSet): string {
  const files = filesOf(set);
  // Deliberately no SQL: a statement that can't be run beats one that skips the set.
  if (files.length === 0) return `<the files of backup set ${set.id}>`;
  return files.map((file) => `${kindOf(set, file)} = ${quoteText(file)}`).join(', ');
}

function kindOf({ deviceType }: BackupSet, file: string): string {
  return deviceType === 9 || /^(?:https?|s3):\/\//i.test(file) ? 'URL' : 'DISK';
}
