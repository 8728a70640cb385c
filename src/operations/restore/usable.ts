import type { BackupSet } from './backup-set.ts';

/** Why a set can't be restored. `broken`: it was meant to be restorable, and its loss breaks a chain. */
export interface Unusable {
  readonly kind: 'broken' | 'foreign';
  readonly why: string;
}

/** Disk, named disk device, URL. Tapes and virtual devices are restored by whoever wrote them. */
const restorableDevices = [2, 102, 9];

/** Why this set can't be restored by us, or null. What is not known counts as good: see `unknowns.ts`. */
export function unusable(set: BackupSet): Unusable | null {
  if (set.type === 'other')
    return foreign(`unsupported type "${set.typeText}": only full, diff and log are planned with`);
  if (set.isMirror === true) return foreign('mirror copy: its original is the set to restore');
  if (set.isSnapshot === true)
    return foreign('snapshot backup: only the tool that took it can restore it');
  if (set.deviceType !== null && !restorableDevices.includes(set.deviceType))
    return foreign(`device type ${set.deviceType}: not a disk or URL, only its vendor restores it`);
  if (set.files?.some(isNul) === true)
    return foreign('written to the NUL device: nothing was kept');
  if (set.isDamaged === true) return broken('damaged: page errors were found while it was taken');
  if (set.hasIncompleteMetadata === true)
    return broken('incomplete metadata: a tail of a damaged database that can’t be relied on');
  if (set.filesSeen === false)
    return broken('files not seen: the server does not find them where they were written');
  return missingFamilies(set);
}

function missingFamilies({ familyCount, familySequences, files }: BackupSet): Unusable | null {
  if (familyCount === null) return null;
  const found = familySequences === null ? files?.length : countOf(familySequences);
  if (found === undefined) return null;
  if (found < familyCount)
    return broken(`missing family: ${found} of the ${familyCount} stripes of its media are known`);
  if (found > familyCount && familyCount > 1)
    return broken(
      `${found} files for ${familyCount} media families and no telling which are mirrors`,
    );
  return null;
}

/** Different ones. Most sets have a single stripe. */
function countOf(sequences: readonly number[]): number {
  return sequences.length < 2 ? sequences.length : new Set(sequences).size;
}

/** The files to restore from, one for each media family; mirrors of a family are left away. */
export function filesOf({ files, familyCount, familySequences }: BackupSet): readonly string[] {
  if (files === null || files.length < 2) return files ?? [];
  if (familySequences !== null && familySequences.length === files.length) {
    const byFamily = new Map<number, string>();
    for (const [index, file] of files.entries()) {
      const family = familySequences[index] ?? 0;
      if (!byFamily.has(family)) byFamily.set(family, file);
    }
    return [...byFamily].toSorted(([a], [b]) => a - b).map(([, file]) => file);
  }
  return familyCount === 1 ? files.slice(0, 1) : files;
}

function isNul(file: string): boolean {
  return file.length < 16 && /^(?:(?:\\\\\.\\)?nul:?|\/dev\/null)$/i.test(file.trim());
}

function foreign(why: string): Unusable {
  return { kind: 'foreign', why };
}

function broken(why: string): Unusable {
  return { kind: 'broken', why };
}
