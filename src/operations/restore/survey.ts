import type { BackupSet } from './backup-set.ts';
import { sameGuid } from './backup-set.ts';
import { createDiffBases, findBases, findContinuations } from './bases.ts';
import { type Branches, findBranches } from './branches.ts';
import type { Family, History } from './history.ts';
import { compareCovering, type Ending } from './reached.ts';
import type { RestoreRequest, Route } from './request.ts';
import { rollForward } from './roll-forward.ts';
import { compareLsns, finishOf, setsOf } from './state.ts';

/** A chain that was found, and the fork on which it ends. */
export interface Chain extends Ending {
  readonly fork: string | null;
  readonly branches: Branches;
  readonly family: Family;
}

export interface Survey {
  /** Chains that cover the moment, the best of each fork. */
  readonly covering: readonly Chain[];
  /** The furthest that each fork can be followed, not beyond the moment. */
  readonly furthest: readonly Chain[];
}

export interface SurveyOptions {
  /** The sets to build with; the history's usable ones. */
  readonly usable?: readonly BackupSet[];
  /** Takes a log with minimally logged changes for a place to stop, which it is not. */
  readonly anyLogStops?: boolean;
}

/** Everything that can be restored from a history by the moment. */
export function surveyOf(
  history: History,
  request: RestoreRequest,
  options: SurveyOptions = {},
): Survey {
  const covering: Chain[] = [];
  const furthest: Chain[] = [];
  const wished = options.usable === undefined ? null : new Set(options.usable);
  const canUse = (set: BackupSet) => wished?.has(set) ?? !history.unusable.has(set);
  for (const family of history.families) {
    const { sets } = family;
    const { fulls, diffs, logs } = byType(sets, canUse);
    const branches = findBranches(sets, request.continueFrom === null ? null : request.fork);
    const { moment, continueFrom } = request;
    const excludeDiff = request.exclude.diff;
    const diffBase = createDiffBases(sets, canUse);
    const common = { diffs, diffBase, branches, moment, excludeDiff };
    const bases =
      continueFrom === null
        ? findBases({ ...common, fulls })
        : findContinuations({ ...common, all: sets, fork: request.fork, from: continueFrom });
    const rolled = rollForward({
      bases,
      logs: request.exclude.log ? [] : logs,
      branches,
      moment,
      anyLogStops: options.anyLogStops === true,
    });
    const chain = (ending: Ending): Chain => ({
      ...ending,
      fork: branches.fork(ending.state.branch),
      branches,
      family,
    });
    covering.push(...[...rolled.covering.values()].map(chain));
    furthest.push(...[...rolled.furthest.values()].map(chain));
  }
  return { covering, furthest };
}

/** In one pass: what a history of years costs most is to look at every set once more. */
function byType(sets: readonly BackupSet[], canUse: (set: BackupSet) => boolean) {
  const [fulls, diffs, logs]: [BackupSet[], BackupSet[], BackupSet[]] = [[], [], []];
  for (const set of sets) {
    if (!canUse(set)) continue;
    if (set.type === 'log') logs.push(set);
    else if (set.type === 'diff') diffs.push(set);
    else if (set.type === 'full') fulls.push(set);
  }
  return { fulls, diffs, logs };
}

export type Choice =
  | { readonly kind: 'chain'; readonly chain: Chain }
  | { readonly kind: 'ask'; readonly chains: readonly Chain[] }
  | { readonly kind: 'none' };

/** The chain to take, or the forks between which a person must choose. */
export function chooseChain(survey: Survey, request: RestoreRequest): Choice {
  const toMoment = request.moment !== null && !request.exclude.log;
  const found = toMoment ? survey.covering : survey.furthest;
  const wanted = onFork(found, request);
  if (wanted.length === 0) return { kind: 'none' };
  const best = toMoment
    ? wanted.toSorted((a, b) => compareCovering(a.state, b.state))
    : newest(wanted);
  const forks = new Set(best.map(({ fork }) => fork).filter((fork) => fork !== null));
  const [chain] = best;
  if (forks.size > 1) return { kind: 'ask', chains: best };
  return chain === undefined ? { kind: 'none' } : { kind: 'chain', chain };
}

/** Those on the fork that was asked for. A history that knows no forks can't contradict. */
export function onFork(chains: readonly Chain[], request: RestoreRequest): readonly Chain[] {
  const { fork } = request;
  if (fork === null) return chains;
  const named = chains.filter((chain) => chain.fork !== null && sameGuid(chain.fork, fork));
  if (named.length > 0) return named;
  // A database that is continued may pass to another fork where its log does.
  if (request.continueFrom !== null) return chains;
  return chains.filter((chain) => chain.fork === null);
}

/** The chains that reach the newest moment; several only where as many forks do. */
export function newest(chains: readonly Chain[]): readonly Chain[] {
  const byFork = new Map<string | null, Chain>();
  for (const chain of chains) {
    const known = byFork.get(chain.fork);
    if (known === undefined || isFurther(chain, known)) byFork.set(chain.fork, chain);
  }
  // Between forks LSNs say nothing: the same numbers were used twice. Their times are all there is.
  const ends = [...byFork.values()];
  const last = Math.max(...ends.map(momentOf));
  return ends
    .filter((chain) => momentOf(chain) === last)
    .toSorted((a, b) => a.state.steps - b.state.steps);
}

function isFurther(one: Chain, other: Chain): boolean {
  const byLsn = compareLsns(one.state.lsn, other.state.lsn);
  return one.family === other.family && byLsn !== 0 ? byLsn > 0 : momentOf(one) > momentOf(other);
}

function momentOf({ by, state }: Ending): number {
  return by?.finishedAt ?? finishOf(state) ?? Number.NEGATIVE_INFINITY;
}

export function routeOf({ state, by, fork }: Chain): Route {
  const sets = setsOf(state);
  // The newest proof that nothing more happened, where it is not the last set anyway, nor restored already.
  const proof = by === null || by === state.set || state.set === null ? [] : [by];
  return { sets: [...sets, ...proof], fork };
}
