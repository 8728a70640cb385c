import type { RestoreOptions } from '../../domain/restore-choices.ts';
import type { Instant } from '../../domain/time.ts';
import { sameGuid } from '../restore/backup-set.ts';
import type { Chosen } from './choose-sets.ts';
import { chooseSets } from './choose-sets.ts';
import type { HistoryFacts } from './facts.ts';
import type { PlannedSet } from './planned-set.ts';

export type Rebuilt =
  | { readonly kind: 'chain'; readonly chosen: Chosen; readonly tail: PlannedSet }
  /** In words for people. */
  | { readonly kind: 'no'; readonly why: string };

/**
 * The list of sets anew, after the tail (S7): only logs may have joined, in one unbroken line on the same fork. And the
 * tail must continue what was backed up before it (S2): otherwise it is no way back.
 */
export function rebuildChain(
  facts: HistoryFacts,
  options: RestoreOptions,
  agreed: { readonly sets: readonly PlannedSet[]; readonly fork: string | null },
  tailFile: string,
  now: Instant,
): Rebuilt {
  const tail = facts.sets.find(
    ({ type, files }) => type === 'log' && files?.some((file) => file === tailFile) === true,
  );
  if (tail === undefined)
    return { kind: 'no', why: 'msdb does not know the tail of the log that was just backed up' };
  const before = facts.sets.filter(
    (set) =>
      set !== tail &&
      (set.lastForkGuid === null ||
        tail.firstForkGuid === null ||
        sameGuid(set.lastForkGuid, tail.firstForkGuid)),
  );
  const reached = before.reduce((most, { lastLsn }) => (lastLsn > most ? lastLsn : most), 0n);
  if (tail.firstLsn > reached)
    return {
      kind: 'no',
      why: `the tail begins at LSN ${tail.firstLsn}, beyond what was backed up before it (${reached})`,
    };
  const agreedIds = new Set(agreed.sets.map(({ id }) => id));
  const end = agreed.sets.reduce(
    (most, { lastLsn }) => (BigInt(lastLsn) > most ? BigInt(lastLsn) : most),
    0n,
  );
  const sets = facts.sets.filter(
    (set) => agreedIds.has(set.id) || (set.type === 'log' && set.lastLsn > end),
  );
  const chosen = chooseSets(
    { ...facts, sets },
    { ...options, fork: options.fork ?? agreed.fork },
    { withTail: false, continueFrom: null, now },
  );
  if ('rule' in chosen) return { kind: 'no', why: chosen.message };
  const isExtension =
    agreed.sets.every(({ id }, index) => chosen.sets[index]?.id === id) &&
    chosen.sets.slice(agreed.sets.length).every(({ type }) => type === 'log');
  if (!isExtension)
    return {
      kind: 'no',
      why: 'the list of backups is no longer the one that was agreed to with further logs at its end',
    };
  const last = facts.sizes.get(tail.id);
  return {
    kind: 'chain',
    chosen,
    tail: {
      id: tail.id,
      type: 'log',
      files: [tailFile],
      position: tail.position ?? 1,
      isUrl: false,
      hasChecksums: tail.hasChecksums !== false,
      firstLsn: String(tail.firstLsn),
      lastLsn: String(tail.lastLsn),
      finished: tail.finishedText,
      bytes: last ?? null,
    },
  };
}
