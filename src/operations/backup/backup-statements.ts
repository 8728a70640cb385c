import { quoteText } from '../restore/quote.ts';
import { statementFrom, type Template } from '../restore-run/statements.ts';
import type { BackupOptions } from './backup-options.ts';

/** The name that a set bears in its header and in msdb: by it a run knows its own. */
export function setName(runId: string): string {
  return `hart ${runId}`;
}

export function backupStatement(
  template: Template,
  { database, kind, copyOnly }: BackupOptions,
  files: readonly string[],
  run: { readonly id: string; readonly compress: boolean | null },
): string {
  const options = [
    ...(kind === 'diff' ? ['DIFFERENTIAL'] : []),
    ...(copyOnly ? ['COPY_ONLY'] : []),
    'CHECKSUM',
    ...(run.compress === null ? [] : [run.compress ? 'COMPRESSION' : 'NO_COMPRESSION']),
    'STATS = 1',
    `NAME = ${quoteText(setName(run.id))}`,
  ];
  return statementFrom(
    template(kind === 'log' ? 'backup-log' : 'backup-database'),
    { HartDatabase: database },
    { HartDevices: devices(files), HartOptions: options.join(', ') },
  );
}

/** HEADERONLY takes one device: any stripe tells of all sets. */
export function headerStatement(template: Template, files: readonly string[]): string {
  return statementFrom(
    template('restore-headers'),
    {},
    {
      HartDevices: devices(files.slice(0, 1)),
    },
  );
}

export function verifyStatement(
  template: Template,
  files: readonly string[],
  position: number,
): string {
  return statementFrom(
    template('restore-verify'),
    {},
    {
      HartDevices: devices(files),
      HartPosition: String(position),
      HartChecksum: ', CHECKSUM',
    },
  );
}

function devices(files: readonly string[]): string {
  return files.map((file) => `DISK = ${quoteText(file)}`).join(', ');
}
