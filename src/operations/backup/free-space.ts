import type { BackupFacts } from './backup-facts.ts';

/** The free bytes of the volume on which a path lies; null: not known (a share, or nobody could tell). */
export function freeOn(volumes: BackupFacts['volumes'], path: string): number | null {
  const key = keyOf(path);
  const holders = (volumes ?? []).filter(({ mount }) => key.startsWith(keyOf(mount)));
  // A volume may be mounted within another: the longest path is its own.
  const [own] = holders.toSorted((a, b) => b.mount.length - a.mount.length);
  return own === undefined || !Number.isFinite(own.freeBytes) ? null : own.freeBytes;
}

function keyOf(path: string): string {
  return `${path.toLowerCase().replaceAll('\\', '/').replace(/\/+$/, '')}/`;
}
