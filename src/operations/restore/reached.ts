import type { BackupSet, Lsn } from './backup-set.ts';
import { type Branch, type Branches, forksOf } from './branches.ts';
import { createFrontier, type Frontier } from './frontier.ts';
import { after, compareStates, finishOf, type State } from './state.ts';

/** Where a chain ends. */
export interface Ending {
  readonly state: State;
  /** The newest moment that it stands for is this set's finish. */
  readonly by: BackupSet | null;
}

/** What can be reached, as it grows by rising LSN. */
export interface Reached {
  /** By branch: the best chain whose last log covers the moment. */
  readonly covering: ReadonlyMap<Branch, Ending>;
  /** By branch: the furthest that can be reached, and not beyond the moment. */
  readonly furthest: ReadonlyMap<Branch, Ending>;
  reach(state: State): void;
  /** The best states, one a branch, that a log makes of those that are there now. */
  take(log: BackupSet): readonly State[];
  /** Ends chains with a log that covers the moment. */
  cover(log: BackupSet): void;
  /** A log that ends just here restores nothing, and proves how things stood at its end. */
  prove(log: BackupSet): void;
  /** Keeps what a log can go on from where it leaves its first fork. */
  part(log: BackupSet): void;
}

export function createReached(branches: Branches): Reached {
  const frontiers = Array.from({ length: branches.count }, createFrontier);
  const covering = new Map<Branch, Ending>();
  const furthest = new Map<Branch, Ending>();
  const atForkPoint = new Map<BackupSet, Map<Branch, State>>();
  const at = (branch: Branch): Frontier => frontiers[branch] ?? createFrontier();

  function reach(state: State): void {
    at(state.branch).add(state);
    const known = furthest.get(state.branch);
    if (known === undefined || state.lsn > known.state.lsn || isBetterEnd(state, known))
      furthest.set(state.branch, { state, by: state.set });
  }
  function take(log: BackupSet): readonly State[] {
    let taken: State[] | null = null;
    for (const { from, to, side } of branches.passages(log)) {
      const before =
        side === 'before' && partsWithin(log)
          ? atForkPoint.get(log)?.get(from)
          : at(from).best(side === 'after' ? beyondFork(log) : log.firstLsn);
      if (before === undefined || before === null) continue;
      const state = after(before, log, to);
      if (taken === null) {
        taken = [state];
        continue;
      }
      const index = taken.findIndex(({ branch }) => branch === to);
      const known = taken[index];
      if (known === undefined) taken.push(state);
      else if (compareStates(state, known) < 0) taken[index] = state;
    }
    return taken ?? [];
  }
  function cover(log: BackupSet): void {
    for (const state of take(log)) {
      const known = covering.get(state.branch);
      if (known === undefined || compareCovering(state, known.state) < 0)
        covering.set(state.branch, { state, by: log });
    }
  }
  function prove(log: BackupSet): void {
    for (const { from, side } of branches.passages(log)) {
      const state = at(from).furthest();
      if (state?.lsn !== log.lastLsn) continue;
      if (crosses(log) && (side !== 'after' || state.lsn < beyondFork(log))) continue;
      if (isLater(log, furthest.get(from)?.by ?? null)) furthest.set(from, { state, by: log });
    }
  }
  function part(log: BackupSet): void {
    const states = new Map<Branch, State>();
    for (const { from, side } of branches.passages(log)) {
      const state = side === 'before' ? at(from).best(log.firstLsn) : null;
      if (state !== null) states.set(from, state);
    }
    atForkPoint.set(log, states);
  }

  return { covering, furthest, reach, take, cover, prove, part };
}

/** Whether a log takes a database to its other fork from its very end. */
export function leadsAcross(log: BackupSet): boolean {
  return crosses(log) && !partsWithin(log);
}

function beyondFork(log: BackupSet): Lsn {
  const beyond = (log.forkPointLsn ?? 0n) + 1n;
  return beyond > log.firstLsn ? beyond : log.firstLsn;
}

function crosses(log: BackupSet): boolean {
  if (log.firstForkGuid === log.lastForkGuid) return false;
  const { first, last } = forksOf(log);
  return first !== last;
}

/** Whether the fork point of a log lies before its end. */
export function partsWithin({ forkPointLsn, lastLsn }: BackupSet): boolean {
  return forkPointLsn !== null && forkPointLsn < lastLsn;
}

/** Negative where `a` is the better of two chains that cover the moment: of equal ones the log that ends first. */
export function compareCovering(a: State, b: State): number {
  return (
    a.doubts - b.doubts ||
    a.steps - b.steps ||
    a.copyOnly - b.copyOnly ||
    (finishOf(a) ?? 0) - (finishOf(b) ?? 0) ||
    compareStates(a, b)
  );
}

/** Whether a state at the same LSN stands for a later moment, or for the same at less cost. */
function isBetterEnd(state: State, known: Ending): boolean {
  if (state.lsn < known.state.lsn) return false;
  if (isLater(known.by, state.set)) return false;
  return isLater(state.set, known.by) || compareStates(state, known.state) < 0;
}

function isLater(one: BackupSet | null, other: BackupSet | null): boolean {
  return one !== null && (other === null || one.finishedAt > other.finishedAt);
}
