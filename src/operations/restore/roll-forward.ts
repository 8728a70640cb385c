import type { BackupSet, Lsn } from './backup-set.ts';
import { type Branch, type Branches, forksOf } from './branches.ts';
import { createFrontier, type Frontier } from './frontier.ts';
import type { Moment } from './request.ts';
import { after, compareLsns, compareStates, finishOf, type State } from './state.ts';

/** Where a chain ends. */
export interface Ending {
  readonly state: State;
  /** The newest moment that it stands for is this set's finish. */
  readonly by: BackupSet | null;
}

export interface Rolled {
  /** By branch: the best chain whose last log covers the moment. */
  readonly covering: ReadonlyMap<Branch, Ending>;
  /** By branch: the furthest that can be reached, and not beyond the moment. */
  readonly furthest: ReadonlyMap<Branch, Ending>;
}

/** What happens at one LSN, in this order: logs end, bases are there, forks part, the moment is looked for. */
const order = { log: 0, base: 1, cross: 2, fork: 3, final: 4 } as const;

interface Event {
  readonly lsn: Lsn;
  readonly kind: keyof typeof order;
  readonly state: State | null;
  readonly log: BackupSet | null;
}

/**
 * Rolls all bases forward through all logs at once, by rising LSN. A log applies where `first_lsn ≤ here ≤ last_lsn`
 * (below: Msg 4305, above: Msg 4326) on its fork. Logs that finish before the moment are applied whole; the first that
 * finishes at or after it covers it and ends the chain, also an empty one, as the proof that nothing more happened.
 */
export function rollForward(input: {
  readonly bases: readonly State[];
  readonly logs: readonly BackupSet[];
  readonly branches: Branches;
  readonly moment: Moment | null;
  /** Takes a log with minimally logged changes for a place to stop, which it is not. */
  readonly anyLogStops?: boolean;
}): Rolled {
  const { branches, moment } = input;
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
  function* entries(log: BackupSet): Generator<{ readonly from: State; readonly to: Branch }> {
    for (const { from, to, side } of branches.passages(log)) {
      const state =
        side === 'before' && partsWithin(log)
          ? atForkPoint.get(log)?.get(from)
          : at(from).best(side === 'after' ? beyondFork(log) : log.firstLsn);
      if (state !== undefined && state !== null) yield { from: state, to };
    }
  }
  function take(log: BackupSet): readonly State[] {
    const best = new Map<Branch, State>();
    for (const { from, to } of entries(log)) {
      const state = after(from, log, to);
      const known = best.get(to);
      if (known === undefined || compareStates(state, known) < 0) best.set(to, state);
    }
    return [...best.values()];
  }
  function cover(log: BackupSet): void {
    for (const state of take(log)) {
      const known = covering.get(state.branch);
      if (known === undefined || compareCovering(state, known.state) < 0)
        covering.set(state.branch, { state, by: log });
    }
  }
  /** A log that ends just here restores nothing, and proves how things stood at its end. */
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

  let arriving: State[] = [];
  let here: Lsn | null = null;
  const arrive = () => {
    for (const state of arriving) reach(state);
    arriving = [];
  };
  for (const { lsn, kind, state, log } of eventsOf(input.bases, input.logs, moment)) {
    // What a log leads to is there only when all logs that end at the same LSN have been looked at.
    if (lsn !== here || kind !== 'log') arrive();
    here = lsn;
    if (state !== null) reach(state);
    if (log === null) continue;
    if (kind === 'log') arriving.push(...take(log));
    if (kind === 'cross') for (const crossed of take(log)) reach(crossed);
    if (kind === 'fork') part(log);
    if (kind === 'final') {
      if (!covers(log, moment)) prove(log);
      else if (log.hasBulkLoggedData !== true || input.anyLogStops === true) cover(log);
    }
  }
  arrive();
  return { covering, furthest };
}

function covers(log: BackupSet, moment: Moment | null): boolean {
  return moment !== null && log.finishedAt >= moment.at;
}

function eventsOf(
  bases: readonly State[],
  logs: readonly BackupSet[],
  moment: Moment | null,
): readonly Event[] {
  const events: Event[] = bases.map((state) => ({
    lsn: state.lsn,
    kind: 'base',
    state,
    log: null,
  }));
  for (const log of logs) {
    if (log.forkPointLsn !== null && partsWithin(log))
      events.push({ lsn: log.forkPointLsn, kind: 'fork', state: null, log });
    // A log that ends where its fork parts leads on even from its own end; any other that is empty leads nowhere.
    const kind = crosses(log) && !partsWithin(log) ? 'cross' : 'log';
    if (!covers(log, moment) && (kind === 'cross' || log.firstLsn < log.lastLsn))
      events.push({ lsn: log.lastLsn, kind, state: null, log });
    events.push({ lsn: log.lastLsn, kind: 'final', state: null, log });
  }
  return events.toSorted(
    (a, b) =>
      compareLsns(a.lsn, b.lsn) ||
      order[a.kind] - order[b.kind] ||
      (a.log?.finishedAt ?? 0) - (b.log?.finishedAt ?? 0),
  );
}

function beyondFork(log: BackupSet): Lsn {
  const beyond = (log.forkPointLsn ?? 0n) + 1n;
  return beyond > log.firstLsn ? beyond : log.firstLsn;
}

function crosses(log: BackupSet): boolean {
  const { first, last } = forksOf(log);
  return first !== last;
}

function partsWithin({ forkPointLsn, lastLsn }: BackupSet): boolean {
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
