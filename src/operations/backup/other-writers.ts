import { named } from '../../domain/plan.ts';
import { DAY } from '../../domain/time.ts';
import { isTakenBy } from '../restore-run/read-sets.ts';
import type { BackupFacts, PastBackup } from './backup-facts.ts';
import { kindWords } from './backup-options.ts';

/** Sets of the last 7 days that change this server's chain and that hart did not take (safety rule S23). */
export function otherWriters({ past, server }: BackupFacts): readonly PastBackup[] {
  return past.filter(
    ({ set, name }) =>
      isTakenBy(server.name, set) &&
      set.isCopyOnly !== true &&
      set.finishedAt >= server.localNow - 7 * DAY &&
      !isOurs(name),
  );
}

/**
 * Whether another writer was there before hart: then a schedule that is turned on now would break its chain. One that
 * came later is warned of.
 */
export function wasThereBefore(others: readonly PastBackup[], facts: BackupFacts): boolean {
  const ours = facts.past
    .filter(
      ({ set, name }) =>
        isTakenBy(facts.server.name, set) && set.isCopyOnly !== true && isOurs(name),
    )
    .map(({ set }) => set.finishedAt);
  const first = Math.min(...ours);
  return others.some(({ set }) => set.finishedAt < first);
}

/** `another tool (2 full backups, 96 log backups, the last at 2026-11-23T14:45:06)` */
export function listedWriters(others: readonly PastBackup[]): string {
  const counts = new Map<string, number>();
  for (const { set } of others)
    if (set.type !== 'other')
      counts.set(kindWords[set.type], (counts.get(kindWords[set.type]) ?? 0) + 1);
  const last = others.reduce<PastBackup | null>(
    (newest, each) =>
      newest === null || each.set.finishedAt > newest.set.finishedAt ? each : newest,
    null,
  );
  const kinds = [...counts].map(([words, count]) => `${count} ${words}${count === 1 ? '' : 's'}`);
  const where = last?.set.files?.[0];
  return `another tool (${kinds.join(', ')}${where === undefined ? '' : `, the last into ${named(where)}`})`;
}

/** As `hart R204`, which a backup is called, or `Hartonomous tail R204`, which a restore saves first. */
function isOurs(name: string | null): boolean {
  return /^hart R\d+|^.+ tail R\d+$/.test(name ?? '');
}
