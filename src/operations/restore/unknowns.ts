import { formatDuration } from '../../domain/time.ts';
import type { BackupSet } from './backup-set.ts';
import type { Chain } from './survey.ts';
import { filesOf } from './usable.ts';

interface Doubt {
  readonly field: string;
  readonly isOpen: (set: BackupSet) => boolean;
}

/** What counts as good where it is not known. */
const doubts: readonly Doubt[] = [
  { field: 'isDamaged', isOpen: (set) => set.isDamaged === null },
  { field: 'isSnapshot', isOpen: (set) => set.isSnapshot === null },
  { field: 'hasIncompleteMetadata', isOpen: (set) => set.hasIncompleteMetadata === null },
  { field: 'isMirror', isOpen: (set) => set.isMirror === null },
  { field: 'deviceType', isOpen: (set) => set.deviceType === null },
  { field: 'familyCount', isOpen: (set) => set.familyCount === null },
  { field: 'position', isOpen: (set) => set.position === null },
  { field: 'familyGuid', isOpen: (set) => set.familyGuid === null },
  {
    field: 'firstForkGuid and lastForkGuid',
    isOpen: (set) => set.firstForkGuid === null && set.lastForkGuid === null,
  },
];

/** What is not known of the sets of a plan; one line for all fields that are open of the same sets. */
export function unknownsOf(sets: readonly BackupSet[], stopsInside: boolean): readonly string[] {
  const fields = new Map<string, string[]>();
  for (const { field, isOpen } of doubts) {
    const open = sets.filter((set) => isOpen(set));
    if (open.length === 0) continue;
    const names = open.length === sets.length ? 'any set of the plan' : namesOf(open);
    fields.set(names, [...(fields.get(names) ?? []), field]);
  }
  const lines = [...fields].map(
    ([names, open]) => `Not known of ${names}, and taken as good: ${open.join(', ')}.`,
  );
  const unchecked = sets.filter(({ hasChecksums }) => hasChecksums === null);
  if (unchecked.length > 0)
    lines.push(
      `Not known of ${namesOf(unchecked)}: hasChecksums. If RESTORE refuses CHECKSUM (Msg 3187), leave it out there.`,
    );
  const nowhere = sets.filter((set) => filesOf(set).length === 0);
  if (nowhere.length > 0)
    lines.push(`Not known of ${namesOf(nowhere)}: files. Complete the statements by hand.`);
  const last = sets.at(-1);
  if (stopsInside && last?.hasBulkLoggedData === null)
    lines.push(
      `Not known of ${last.id}: hasBulkLoggedData. With minimally logged changes in it RESTORE refuses STOPAT (Msg 4341).`,
    );
  return lines;
}

/** What else the person should know of the chain that was chosen. */
export function remarksOn(sets: readonly BackupSet[], chain: Chain): readonly string[] {
  const lines: string[] = [];
  const plain = sets.filter(({ hasChecksums }) => hasChecksums === false);
  if (plain.length > 0)
    lines.push(
      `No checksums in ${namesOf(plain)}: restored without CHECKSUM, since RESTORE refuses it then (Msg 3187); damage shows late.`,
    );
  const diff = sets.find(({ type }) => type === 'diff');
  if (diff !== undefined && chain.state.doubts > 0)
    lines.push(
      `Nothing in the history proves what differential ${diff.id} is based on: if RESTORE refuses it (Msg 3136), leave it out with --exclude diff.`,
    );
  let before: BackupSet | null = null;
  for (const set of sets) {
    if (before !== null && set.finishedAt < before.finishedAt)
      lines.push(
        `The clock goes back from ${before.finishedText} (${before.id}) to ${set.finishedText} (${set.id}), ${formatDuration(before.finishedAt - set.finishedAt)}: times between occur twice.`,
      );
    before = set;
  }
  return lines;
}

/** `F1, L1, L2 and 7 more` */
export function namesOf(sets: readonly BackupSet[]): string {
  const names = sets.slice(0, 3).map(({ id }) => id);
  const more = sets.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
