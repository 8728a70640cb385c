import { type BackupSet, guidKey } from './backup-set.ts';
import { type Unusable, unusable } from './usable.ts';

/** The sets of one database among all that were read. */
export interface History {
  /** The database's name as the newest of its sets has it. */
  readonly name: string;
  readonly spellings: readonly string[];
  readonly sets: readonly BackupSet[];
  readonly usable: readonly BackupSet[];
  readonly unusable: ReadonlyMap<BackupSet, Unusable>;
  readonly others: readonly BackupSet[];
  /** Sets that may follow each other: those of one family and those of which it is not known. */
  readonly families: readonly Family[];
}

export interface Family {
  readonly sets: readonly BackupSet[];
  has(set: BackupSet): boolean;
}

/** Picks out one database by its name, without regard to case. */
export function historyOf(all: readonly BackupSet[], database: string): History {
  const wanted = nameKey(database);
  const sets: BackupSet[] = [];
  const others: BackupSet[] = [];
  const sure = new Map<string, boolean>();
  const reasons = new Map<BackupSet, Unusable>();
  let newest: BackupSet | null = null;
  for (const set of all) {
    let same = sure.get(set.database);
    if (same === undefined) sure.set(set.database, (same = nameKey(set.database) === wanted));
    if (!same) {
      others.push(set);
      continue;
    }
    sets.push(set);
    if (newest === null || set.finishedAt > newest.finishedAt) newest = set;
    const reason = unusable(set);
    if (reason !== null) reasons.set(set, reason);
  }
  return {
    name: newest?.database ?? database,
    spellings: [...sure].filter(([, same]) => same).map(([name]) => name),
    sets,
    usable: sets.filter((set) => !reasons.has(set)),
    unusable: reasons,
    others,
    families: familiesOf(sets),
  };
}

function nameKey(name: string): string {
  return name.toLowerCase();
}

function familiesOf(sets: readonly BackupSet[]): readonly Family[] {
  const families = new Map<string, BackupSet[]>();
  const unknown: BackupSet[] = [];
  for (const set of sets) {
    if (set.familyGuid === null) {
      unknown.push(set);
      continue;
    }
    const key = guidKey(set.familyGuid);
    const family = families.get(key);
    if (family === undefined) families.set(key, [set]);
    else family.push(set);
  }
  if (families.size < 2) return [{ sets, has: () => true }];
  return [...families.values()].map((known) => {
    const family = new Set([...known, ...unknown]);
    return { sets: [...family], has: (set) => family.has(set) };
  });
}
