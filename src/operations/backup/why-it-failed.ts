import type { Trouble } from '../../domain/target.ts';

/** SQL Server's numbers, in words fit for a channel: its own texts carry paths and more (safety rule S51). */
const words: Readonly<Record<number, string>> = {
  112: 'The disk is full.',
  262: 'The operator login has no right to do this.',
  911: 'The database is not there.',
  916: 'The operator login may not use the database.',
  1844: 'This edition cannot compress backups.',
  3023: 'Another backup or a change of its files is under way on this database.',
  3033: 'The log cannot be backed up in the SIMPLE recovery model.',
  3035: 'There is no full backup that a differential could stand on.',
  3041: 'The backup broke off.',
  3043: 'Pages of the database are damaged: their checksums do not fit. Run a CHECKDB.',
  3201: 'The server cannot open the file: the directory is missing, or the service may not write there.',
  3202: 'Writing failed: the disk is full, or broke.',
  3203: 'Reading the file failed.',
  3241: 'The file is no backup that the server can read.',
  3242: 'The file is no whole backup.',
  3257: 'There is not enough room on the disk.',
  3271: 'An error of the disk occurred.',
  3183: 'The file is damaged: pages in it do not fit their checksums.',
  3189: 'The file is damaged.',
  3187: 'The file has no checksums.',
  4208: 'The database is in the SIMPLE recovery model: there is no log to back up.',
  4214: 'There is no full backup yet that the log could continue.',
  18210: 'The file cannot be written.',
};

/** The file is written, but msdb did not take the row: the file counts (safety rule S13). */
export const notInHistory = 3009;

export function whyItFailed({ kind, code, detail }: Trouble): string {
  const known = typeof code === 'number' ? words[code] : undefined;
  if (known !== undefined) return known;
  if (kind === 'unreachable') return 'The connection to the server was lost.';
  if (kind === 'permission') return 'The operator login has no right to do this.';
  // Our own words: the allow-list, a refusal of the session.
  if (code === null) return `It failed: ${detail}.`;
  return `The server refused it (error ${code}).`;
}
