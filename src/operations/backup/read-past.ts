import type { ResultRow } from '../../domain/target.ts';
import { readSets } from '../restore-run/read-sets.ts';
import type { PastBackup } from './backup-facts.ts';

/** Rows of `backup-sets.sql`, one a file, oldest set first; complaints where they make no history. */
export function readPast(rows: readonly ResultRow[]): {
  readonly past: readonly PastBackup[];
  readonly complaints: readonly string[];
} {
  const { sets, complaints } = readSets(rows);
  const firstRow = new Map<string, ResultRow>();
  for (const row of rows) {
    const id = String(row['set_guid']);
    if (!firstRow.has(id)) firstRow.set(id, row);
  }
  const past = sets.map((set): PastBackup => {
    const row = firstRow.get(set.id) ?? {};
    const bytes = row['compressed_bytes'] ?? row['bytes'] ?? null;
    const name = row['backup_name'] ?? null;
    return {
      set,
      bytes: bytes === null ? null : Number(bytes),
      took: Math.max(0, set.finishedAt - set.startedAt),
      name: name === null ? null : String(name),
    };
  });
  return { past, complaints };
}
