import { HOUR, type Instant, MINUTE } from '../../domain/time.ts';
import type { BackupSet } from '../restore/backup-set.ts';
import type { OffsetAt } from '../restore/zone.ts';
import { isTakenBy } from './read-sets.ts';

/** msdb's `time_zone` where it is not known. */
const unknownZone = 127;

/**
 * The server's distance from UTC over time, by what its backups say of it (`time_zone`, in quarters of an hour), and by
 * its clock now. Between two backups that differ the clock was changed: at the last whole hour between them, as clocks
 * are (S26). Sets of other servers that msdb holds say nothing of this one's clock.
 */
export function historyZone(
  sets: readonly BackupSet[],
  present: { readonly at: Instant; readonly offset: number; readonly server: string },
): OffsetAt {
  const seen = sets
    .filter((set) => isTakenBy(present.server, set))
    .flatMap(({ startedAt, timeZone }) => {
      if (timeZone === null || timeZone === unknownZone) return [];
      const offset = timeZone * 15 * MINUTE;
      return [{ at: startedAt - offset, offset }];
    })
    .concat({ at: present.at, offset: present.offset })
    .toSorted((a, b) => a.at - b.at);
  const changes: { readonly at: Instant; readonly offset: number }[] = [];
  for (const [index, { at, offset }] of seen.entries()) {
    const before = seen[index - 1];
    if (before?.offset === offset) continue;
    const hour = Math.floor(at / HOUR) * HOUR;
    changes.push({ at: before !== undefined && hour > before.at ? hour : at, offset });
  }
  const [first] = changes;
  return (at) => changes.findLast((change) => change.at <= at)?.offset ?? first?.offset ?? 0;
}
