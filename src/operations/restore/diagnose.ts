import type { BackupSet, Lsn } from './backup-set.ts';
import { sameGuid } from './backup-set.ts';
import type { History } from './history.ts';
import type { Moment, RestoreRefusal, RestoreRequest } from './request.ts';
import { type Chain, newest, onFork, routeOf, type Survey, surveyOf } from './survey.ts';
import { namesOf } from './unknowns.ts';

/** Why no chain covers the moment, by the order of precedence, and what can be done. */
export function diagnose(
  history: History,
  request: RestoreRequest,
  moment: Moment,
  survey: Survey,
): RestoreRefusal {
  const [end] = newest(onFork(survey.furthest, request));
  const reachable = end?.by?.finishedText ?? null;
  const refuse = (
    reason: RestoreRefusal['reason'],
    message: string,
    missing: Gap | null = null,
  ): RestoreRefusal => ({
    ok: false,
    reason,
    message,
    newestReachable: reachable,
    missing: missing && { fromLsn: `${missing.from}`, toLsn: `${missing.to}` },
    forks: null,
  });
  const gap = end === undefined ? null : findGap(history, request, moment, survey);

  const broken = brokenLinks(history, request);
  if (broken.length > 0) {
    const whys = broken.map((set) => `${set.id} (${history.unusable.get(set)?.why})`);
    return refuse(
      'damaged',
      `${moment.text} can’t be reached: the chain needs ${whys.slice(0, 3).join(', ')}. ${nearest(reachable)} Look for another copy of ${broken.length === 1 ? 'that set' : 'those sets'}.`,
      gap,
    );
  }
  const unknown = unknownFork(history, request, moment);
  if (unknown !== null) return { ...refuse('fork', unknown.message), forks: unknown.forks };

  const inside = onFork(surveyOf(history, request, { anyLogStops: true }).covering, request)[0];
  if (inside !== undefined) {
    const log = inside.by;
    return refuse(
      'bulk-logged',
      `${moment.text} lies inside log ${log?.id} (finished ${log?.finishedText}), which holds minimally logged changes: RESTORE can’t stop inside it (Msg 4341). ${nearest(reachable)} Or take the whole log: the latest, or a moment in a later log.`,
    );
  }
  if (gap !== null) {
    const lost = history.sets.filter(
      (set) =>
        set.type === 'log' &&
        history.unusable.has(set) &&
        set.firstLsn < gap.to &&
        set.lastLsn > gap.from,
    );
    const whys = lost.map((set) => `${set.id} is left out: ${history.unusable.get(set)?.why}`);
    return refuse(
      'gap',
      `${moment.text} can’t be reached: the log from LSN ${gap.from} to ${gap.to} is missing, between ${lastName(end)} and ${gap.next.id} (RESTORE would refuse with Msg 4305). ${[...whys.slice(0, 3), nearest(reachable)].join('. ')} Look for the missing log backups on other servers and replicas, also copy-only ones.`,
      gap,
    );
  }
  return refuse('not-covered', notCovered(history, request, moment, end));
}

interface Gap {
  readonly from: Lsn;
  readonly to: Lsn;
  readonly next: BackupSet;
}

/** The sets that would cover the moment if only they could be read. */
function brokenLinks(history: History, request: RestoreRequest): readonly BackupSet[] {
  const wished = history.sets.filter((set) => history.unusable.get(set)?.kind !== 'foreign');
  if (wished.length === history.usable.length) return [];
  const [chain] = onFork(surveyOf(history, request, { usable: wished }).covering, request);
  if (chain === undefined) return [];
  return routeOf(chain).sets.filter((set) => history.unusable.has(set));
}

/** A fork was asked for that the history does not know, while others cover the moment. */
function unknownFork(
  { sets }: History,
  { fork, continueFrom }: RestoreRequest,
  moment: Moment,
): { readonly message: string; readonly forks: readonly string[] } | null {
  if (fork === null || continueFrom !== null) return null;
  const guids = sets.flatMap(({ firstForkGuid, lastForkGuid }) => [firstForkGuid, lastForkGuid]);
  const forks = [...new Set(guids.filter((guid) => guid !== null))];
  if (forks.length === 0 || forks.some((guid) => sameGuid(guid, fork))) return null;
  return {
    message: `No backup set is on recovery fork ${fork}. To reach ${moment.text} choose one of: ${forks.join(', ')}.`,
    forks,
  };
}

/** The first log that is missing on the way to one that covers the moment. */
function findGap(
  { usable }: History,
  request: RestoreRequest,
  moment: Moment,
  survey: Survey,
): Gap | null {
  const covers = usable.some((set) => set.type === 'log' && set.finishedAt >= moment.at);
  if (!covers) return null;
  for (const chain of byNewest(onFork(survey.furthest, request))) {
    const { branch, lsn: from } = chain.state;
    const beyond = usable.filter(
      (set) =>
        set.type === 'log' &&
        chain.family.has(set) &&
        set.firstLsn > from &&
        chain.branches.passages(set).some((way) => way.from === branch || way.to === branch),
    );
    if (!beyond.some((log) => log.finishedAt >= moment.at)) continue;
    const next = beyond.reduce((a, b) => (b.firstLsn < a.firstLsn ? b : a));
    return { from, to: next.firstLsn, next };
  }
  return null;
}

function byNewest(chains: readonly Chain[]): readonly Chain[] {
  return chains.toSorted((a, b) => (b.by?.finishedAt ?? 0) - (a.by?.finishedAt ?? 0));
}

function notCovered(
  history: History,
  { exclude, fork }: RestoreRequest,
  moment: Moment,
  end: Chain | undefined,
): string {
  if (end === undefined)
    return `${moment.text} can’t be reached: no full backup finished by then leads to ${fork === null ? 'it' : `recovery fork ${fork}`}.`;
  const last = lastName(end);
  const reachable = end.by?.finishedText;
  const soFar =
    reachable === undefined
      ? `No log backup goes on from LSN ${end.state.lsn} to ${moment.text}.`
      : `No log backup reaches ${moment.text}: newest reachable is ${reachable} (${last}).`;
  const elsewhere = history.usable.find(
    (set) => set.type === 'log' && set.finishedAt >= moment.at && set.lastForkGuid !== null,
  );
  if (elsewhere !== undefined)
    return `${soFar} Log ${elsewhere.id} covers it, but on recovery fork ${elsewhere.lastForkGuid}, to which no full backup of this history leads.`;
  if (end.by?.recoveryModel?.toUpperCase() === 'SIMPLE')
    return `${soFar} The database was in the SIMPLE recovery model, which keeps no log to back up.`;
  const newer = history.sets.find(
    (set) => set.type === 'log' && !exclude.log && set.lastLsn > end.state.lsn,
  );
  if (newer !== undefined)
    return `${soFar} Log ${newer.id} is newer and can’t be applied (${history.unusable.get(newer)?.why ?? `the log from LSN ${end.state.lsn} on is missing`}), so that a tail-log backup would not help: take a new full or differential backup.`;
  return `${soFar} A tail-log backup now would extend it to the moment it is taken: BACKUP LOG … WITH NORECOVERY, CHECKSUM, or NO_TRUNCATE if the data files are lost. The latest takes what there is.`;
}

function lastName(end: Chain | undefined): string {
  const id = end?.by?.id ?? end?.state.set?.id;
  return id ?? 'the database as it is';
}

function nearest(reachable: string | null): string {
  return reachable === null
    ? 'No earlier moment can be reached either.'
    : `Newest reachable before is ${reachable}.`;
}

/** Full backups that finished by the moment and can't be used, for the refusal `no-full`. */
export function lostFulls(history: History, moment: Moment | null): readonly string[] {
  const lost = history.sets.filter(
    (set) =>
      set.type === 'full' &&
      history.unusable.has(set) &&
      (moment === null || set.finishedAt <= moment.at),
  );
  return lost.slice(-3).map((set) => `${namesOf([set])}: ${history.unusable.get(set)?.why}`);
}
