import type { BackupSet, Lsn } from './backup-set.ts';
import type { Branches } from './branches.ts';
import { createReached, leadsAcross, partsWithin, type Reached } from './reached.ts';
import type { Moment } from './request.ts';
import { compareLsns, type State } from './state.ts';

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
  /** Takes a log with minimally logged changes for a place to stop, which it is not (Msg 4341). */
  readonly anyLogStops: boolean;
}): Pick<Reached, 'covering' | 'furthest'> {
  const { moment } = input;
  const reached = createReached(input.branches);
  const bases = input.bases.toSorted((a, b) => compareLsns(a.lsn, b.lsn));
  const logs = input.logs.toSorted(
    (a, b) => compareLsns(a.lastLsn, b.lastLsn) || a.finishedAt - b.finishedAt,
  );
  const forked = input.logs
    .filter(partsWithin)
    .toSorted((a, b) => compareLsns(a.forkPointLsn ?? 0n, b.forkPointLsn ?? 0n));
  const covers = (log: BackupSet) => moment !== null && log.finishedAt >= moment.at;
  let [log, base, fork] = [0, 0, 0];
  for (;;) {
    const here = lowest(logs[log]?.lastLsn, bases[base]?.lsn, forked[fork]?.forkPointLsn);
    if (here === null) return reached;
    const first = log;
    // What logs lead to here must not be gone on from by other logs that end here.
    const arriving: State[] = [];
    for (let next = logs[log]; next?.lastLsn === here; next = logs[++log])
      if (!covers(next) && !leadsAcross(next) && next.firstLsn < here)
        for (const state of reached.take(next)) arriving.push(state);
    for (const state of arriving) reached.reach(state);
    for (let next = bases[base]; next?.lsn === here; next = bases[++base]) reached.reach(next);
    const ends = logs.slice(first, log);
    for (const next of ends)
      if (!covers(next) && leadsAcross(next))
        for (const state of reached.take(next)) reached.reach(state);
    for (let next = forked[fork]; next?.forkPointLsn === here; next = forked[++fork])
      reached.part(next);
    for (const next of ends) {
      if (!covers(next)) reached.prove(next);
      else if (next.hasBulkLoggedData !== true || input.anyLogStops) reached.cover(next);
    }
  }
}

function lowest(...lsns: readonly (Lsn | null | undefined)[]): Lsn | null {
  let found: Lsn | null = null;
  for (const lsn of lsns)
    if (lsn !== undefined && lsn !== null && (found === null || lsn < found)) found = lsn;
  return found;
}
