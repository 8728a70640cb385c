import type { BackupSet, Lsn } from './backup-set.ts';
import type { Branches } from './branches.ts';
import { byLsn } from './by-lsn.ts';
import { createReached, leadsAcross, partsWithin, type Reached } from './reached.ts';
import type { Moment } from './request.ts';
import type { State } from './state.ts';

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
  const bases = byLsn(input.bases, ({ lsn }) => lsn);
  const logs = byLsn(
    input.logs,
    ({ lastLsn }) => lastLsn,
    (a, b) => a.finishedAt - b.finishedAt,
  );
  const forked = byLsn(input.logs.filter(partsWithin), ({ forkPointLsn }) => forkPointLsn ?? 0n);
  const covers = (log: BackupSet) => moment !== null && log.finishedAt >= moment.at;
  // Filled anew at each step: a history has many.
  const arriving: State[] = [];
  const ends: BackupSet[] = [];
  let log = 0;
  let base = 0;
  let fork = 0;
  for (;;) {
    const here = lower(
      logs[log]?.lastLsn,
      lower(bases[base]?.lsn, forked[fork]?.forkPointLsn ?? undefined),
    );
    if (here === undefined) return reached;
    // What logs lead to here must not be gone on from by other logs that end here.
    arriving.length = 0;
    ends.length = 0;
    for (let next = logs[log]; next?.lastLsn === here; next = logs[++log]) {
      ends.push(next);
      if (!covers(next) && !leadsAcross(next) && next.firstLsn < here)
        for (const state of reached.take(next)) arriving.push(state);
    }
    for (const state of arriving) reached.reach(state);
    for (let next = bases[base]; next?.lsn === here; next = bases[++base]) reached.reach(next);
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

function lower(one: Lsn | undefined, other: Lsn | undefined): Lsn | undefined {
  if (one === undefined) return other;
  return other === undefined || one <= other ? one : other;
}
