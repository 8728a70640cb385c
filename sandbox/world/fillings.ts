import type { Filling } from './table.ts';
import { homeOf } from './table-writer.ts';

/** Parts that fill the same table add up. */
export function merged(fillings: readonly Filling[]): readonly Filling[] {
  const found = new Map<string, Filling>();
  for (const filling of fillings) {
    const key = `${filling.database ?? homeOf(filling.table)}.${filling.table.schema}.${filling.table.name}`;
    const before = found.get(key);
    found.set(key, before ? { ...filling, rows: [...before.rows, ...filling.rows] } : filling);
  }
  return [...found.values()];
}

/** OBJECT_ID, SERVERPROPERTY and their like keep what they read from these. */
export function readByMetadata({ table }: Filling): boolean {
  return table.place === 'memory' || ['objects', 'all_objects', 'schemas'].includes(table.name);
}
