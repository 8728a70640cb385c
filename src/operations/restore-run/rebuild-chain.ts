import type { RestoreOptions } from '../../domain/restore-choices.ts';
import type { Instant } from '../../domain/time.ts';
import { type BackupSet, sameGuid } from '../restore/backup-set.ts';
import type { Chosen } from './choose-sets.ts';
import { chooseSets } from './choose-sets.ts';
import type { HistoryFacts } from './facts.ts';
import type { PlannedSet } from './planned-set.ts';

export type Rebuilt =
  | {
      readonly kind: 'chain';
      readonly chosen: Chosen;
      readonly tail: PlannedSet;
      /** The sets that, with the tail after them, lead back to the moment of the restore. */
      readonly back: readonly PlannedSet[];
    }
  /** In words for people. */
  | { readonly kind: 'no'; readonly why: string };

/**
 * The list of sets anew, after the tail (S7): only logs may have joined, in one unbroken line on the same fork. And the
 * tail must continue the last log of a chain (S2): of the plan's own, where that goes on into the tail, and else of the
 * newest one, which is the way back. A set that reaches far enough but hangs on no chain does not count.
 */
export function rebuildChain(
  facts: HistoryFacts,
  options: RestoreOptions,
  agreed: {
    readonly sets: readonly PlannedSet[];
    readonly fork: string | null;
    readonly stopAt: string | null;
  },
  tailFile: string,
  now: Instant,
): Rebuilt {
  const tail = facts.sets.find(
    ({ type, files }) => type === 'log' && files?.some((file) => file === tailFile) === true,
  );
  if (tail === undefined)
    return { kind: 'no', why: 'msdb does not know the tail of the log that was just backed up' };
  const back = chooseSets(
    { ...facts, sets: facts.sets.filter((set) => set !== tail) },
    { ...options, end: { kind: 'latest' }, fork: tail.firstForkGuid ?? agreed.fork },
    { withTail: false, continueFrom: null, now },
  );
  if ('rule' in back) return { kind: 'no', why: `nothing leads to the tail: ${back.message}` };
  if (isBeyond(tail, back.sets)) return beyond(tail, back.sets);
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
  if (chosen.stopAt !== agreed.stopAt)
    return {
      kind: 'no',
      why: `by the backups that are known now, the moment is ${chosen.stopAt ?? 'the latest'} by the server’s clock, and ${agreed.stopAt ?? 'the latest'} was agreed to`,
    };
  const own = chosen.sets.filter(({ id }) => id !== tail.id);
  if (options.end.kind === 'latest' && isOnForkOf(tail, chosen.fork) && isBeyond(tail, own))
    return beyond(tail, own);
  const last = facts.sizes.get(tail.id);
  return {
    kind: 'chain',
    chosen,
    back: back.sets,
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

function lastLsnOf(sets: readonly PlannedSet[]): bigint {
  return BigInt(sets.at(-1)?.lastLsn ?? 0);
}

/** Between the end of a chain and the tail there is log that nobody has. */
function isBeyond(tail: BackupSet, chain: readonly PlannedSet[]): boolean {
  return tail.firstLsn > lastLsnOf(chain);
}

function beyond(tail: BackupSet, chain: readonly PlannedSet[]): Rebuilt {
  return {
    kind: 'no',
    why: `the tail begins at LSN ${tail.firstLsn}, beyond the last set that leads to it (${lastLsnOf(chain)})`,
  };
}

function isOnForkOf({ firstForkGuid }: BackupSet, fork: string | null): boolean {
  return fork === null || firstForkGuid === null || sameGuid(fork, firstForkGuid);
}
