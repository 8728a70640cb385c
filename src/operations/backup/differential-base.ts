import { sameGuid } from '../restore/backup-set.ts';
import { unusable } from '../restore/usable.ts';
import type { PastBackup } from './backup-facts.ts';

/** The full that the next differential will stand on, as the data files say; null: the history does not know it. */
export function baseOf(
  bases: readonly (string | null)[],
  past: readonly PastBackup[],
): PastBackup | null {
  const guid = baseGuid(bases);
  if (guid === null) return null;
  return past.find(({ set }) => set.setGuid !== null && sameGuid(set.setGuid, guid)) ?? null;
}

/** The one GUID that all data files name; null: there is none, or they differ. */
export function baseGuid(bases: readonly (string | null)[]): string | null {
  const guids = new Set(bases.map((guid) => guid?.toLowerCase() ?? null));
  const [guid = null] = guids;
  return guids.size === 1 ? guid : null;
}

/**
 * Why a differential may not be taken (safety rule S22); null: it may. A snapshot by a tool of the storage moves the base
 * without a word, and every differential after it is worth nothing without that tool.
 */
export function whyNoDifferential(
  bases: readonly (string | null)[],
  past: readonly PastBackup[],
  fork: string | null,
  unseen: readonly string[] | null,
): string | null {
  if (!bases.some((guid) => guid !== null))
    return 'no full backup was taken yet that it could stand on';
  if (baseGuid(bases) === null) return 'its files stand on different full backups';
  const base = baseOf(bases, past);
  if (base === null)
    return 'the full that it would stand on is not in the history: another tool, or another server, took it';
  const { set } = base;
  if (set.type !== 'full' || set.isCopyOnly === true)
    return 'what it would stand on is no full backup that a differential can have as its base';
  const reason = unusable(set);
  if (reason !== null)
    return `the full of ${set.finishedText} that it would stand on is of no use: ${reason.why}`;
  if (fork !== null && set.lastForkGuid !== null && !sameGuid(set.lastForkGuid, fork))
    return `the full of ${set.finishedText} is from before a restore: it lies on another recovery fork`;
  if (unseen !== null && unseen.length > 0)
    return `the server does not see the files of the full of ${set.finishedText} any more`;
  return null;
}
