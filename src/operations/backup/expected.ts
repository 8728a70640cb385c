import type { Duration } from '../../domain/time.ts';
import type { PastBackup } from './backup-facts.ts';
import type { BackupKind } from './backup-options.ts';

/** What a backup will come to, by the last ones of its kind; null where there was none. */
export interface Expected {
  readonly bytes: number | null;
  readonly took: Duration | null;
}

const remembered = 10;

/** The middle of the last ten of this kind: one that ran beside something else does not mislead. */
export function expectedOf(past: readonly PastBackup[], kind: BackupKind): Expected {
  const last = past
    .filter(({ set }) => set.type === kind && set.isSnapshot !== true)
    .toSorted((a, b) => b.set.finishedAt - a.set.finishedAt)
    .slice(0, remembered);
  return {
    bytes: median(last.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]))),
    took: median(last.map(({ took }) => took)),
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
