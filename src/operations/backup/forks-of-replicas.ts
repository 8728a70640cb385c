import type { ResultRow } from '../../domain/target.ts';

/** What one replica says of the database that all of them have; `row` with `in_group` and `fork_guid`. */
export interface Said {
  readonly replica: string;
  readonly isSecondary: boolean | null;
  readonly row: ResultRow;
}

/** Those whose backups make one history, and the one whose database it is judged for. */
export interface ReplicaFork<T extends Said> {
  readonly chief: T;
  readonly members: readonly T[];
}

export interface ReplicaForks<T extends Said> {
  readonly forks: readonly ReplicaFork<T>[];
  /** Names of those that each say they are the primary, on a recovery fork of their own; else none. */
  readonly primaries: readonly string[];
}

/**
 * Which replicas' backups count for which database. A failover that was forced begins a new recovery fork: what was and is
 * taken on the one that was left counts for nothing there (safety rule S21), however young it is. Of a group every primary
 * is judged by its own fork; servers outside a group say nothing of forks, and count together.
 */
export function forksOfReplicas<T extends Said>(said: readonly T[]): ReplicaForks<T> {
  const grouped = said.filter(({ row }) => row['in_group'] === 1);
  const primaries = grouped.filter(isPrimary);
  if (grouped.length === 0) {
    const chief = said.find(isPrimary) ?? said[0];
    return { forks: chief === undefined ? [] : [{ chief, members: said }], primaries: [] };
  }
  // Where no primary is heard nobody can say which fork is the living one.
  const judged = primaries.length > 0 ? primaries : grouped;
  const known = judged.filter((one) => forkOf(one) !== null);
  const chiefs = firstOfEach(known.length > 0 ? known : judged.slice(0, 1));
  return {
    forks: chiefs.map((chief) => ({ chief, members: said.filter((one) => isWith(one, chief)) })),
    primaries: primaries.length > 0 && chiefs.length > 1 ? chiefs.map((one) => one.replica) : [],
  };
}

function isPrimary({ isSecondary }: Said): boolean {
  return isSecondary === false;
}

function firstOfEach<T extends Said>(all: readonly T[]): readonly T[] {
  const forks = all.map(forkOf);
  return all.filter((_, index) => forks.indexOf(forks[index] ?? null) === index);
}

/** Of a fork that is not known nothing can be said, so nothing is left out. */
function isWith(one: Said, chief: Said): boolean {
  const [own, wanted] = [forkOf(one), forkOf(chief)];
  return own === null || wanted === null || own === wanted;
}

function forkOf({ row }: Said): string | null {
  const fork = row['fork_guid'];
  return typeof fork === 'string' ? fork.toLowerCase() : null;
}
