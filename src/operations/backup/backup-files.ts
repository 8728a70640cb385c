import { civilFromDays } from '../../domain/civil.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../domain/time.ts';
import type { BackupOptions } from './backup-options.ts';

/**
 * The files of a run: `D:\Backups\Hartonomous_20261123T144612Z_R204_log.trn`. The run's id makes them its own: BACKUP
 * into a file that exists would append (safety rule S20). `attempt` counts what a broken one left (S13).
 */
export function backupFiles(
  directory: string,
  { database, kind, copyOnly, stripes }: BackupOptions,
  run: { readonly id: string; readonly at: Instant; readonly attempt?: number },
): readonly string[] {
  const attempt = run.attempt ?? 1;
  const name = [
    database.replaceAll(/[^\p{L}\p{N}_-]/gu, '_'),
    fileStamp(run.at),
    run.id,
    copyOnly ? `${kind}-copy` : kind,
    ...(attempt > 1 ? [`again${attempt}`] : []),
  ].join('_');
  const ending = kind === 'log' ? 'trn' : 'bak';
  return Array.from({ length: stripes }, (_, index) =>
    join(directory, `${name}${stripes > 1 ? `_${index + 1}of${stripes}` : ''}.${ending}`),
  );
}

/** With the server's own separator, as the directory shows it (safety rule S25). */
function join(directory: string, name: string): string {
  const separator = directory.includes('/') ? '/' : '\\';
  return `${directory.replace(/[\\/]+$/, '')}${separator}${name}`;
}

/** `20261123T144612Z`, in the names of files. */
export function fileStamp(at: Instant): string {
  const days = Math.floor(at / DAY);
  const rest = at - days * DAY;
  const { year, month, day } = civilFromDays(days);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const clock = `${two(rest / HOUR)}${two((rest % HOUR) / MINUTE)}${two((rest % MINUTE) / SECOND)}`;
  return `${year}${two(month)}${two(day)}T${clock}Z`;
}
