import type { Instant } from '../clock.ts';
import { lsnAt } from '../lsn.ts';
import type { Cell } from '../table.ts';
import type { DatabaseBody, DifferentialBase, Window } from './database.ts';

/** The end of a database's log at a moment. */
export function lsnOf({ log }: DatabaseBody, at: Instant): bigint {
  return log.lsn + lsnAt(at) - lsnAt(log.at);
}

/** The full on which a differential would stand. */
export function baseAt({ bases }: DatabaseBody, at: Instant): DifferentialBase | null {
  return bases.findLast(({ finishedAt }) => finishedAt <= at) ?? null;
}

/** What the files held at a moment. */
export function bodyAt(body: DatabaseBody, at: Instant): DatabaseBody {
  let found = body;
  while (found.since > at && found.before) found = found.before;
  return { ...found, windows: clipped(found.windows, at) };
}

function clipped(windows: readonly Window[], at: Instant): readonly Window[] {
  return windows
    .filter(({ from }) => from <= at)
    .map(({ from, until }) => ({ from, until: Math.min(until, at) }));
}

function isOpen(windows: readonly Window[]): boolean {
  return windows.at(-1)?.until === Number.POSITIVE_INFINITY;
}

/** Opens or closes the stretch in which commits reach the database. */
export function opened(windows: readonly Window[], open: boolean, now: Instant): readonly Window[] {
  if (open === isOpen(windows)) return windows;
  return open
    ? [...windows, { from: now, until: Number.POSITIVE_INFINITY }]
    : clipped(windows, now);
}

/** Whether a row committed then is there. */
export function holds(windows: readonly Window[], committed: Cell | undefined): boolean {
  if (typeof committed !== 'number') return true;
  return windows.some(({ from, until }) => committed >= from && committed <= until);
}
