import { DAY, local } from '../clock.ts';
import { type Databases, PRODUCT } from '../databases/databases.ts';
import { createMemo } from '../memo.ts';
import type { Filling } from '../table.ts';
import { allObjects, objects } from '../tables/catalogue.ts';
import { extendedProperties } from '../tables/extended-properties.ts';
import type { Part } from './part.ts';

const signed = ['hart_SetTrustworthy', 'hart_SetOwner', 'hart_KillSession'];
const installedAt = local(Date.UTC(2026, 0, 9) - DAY);

const masterRows = signed.map((name, index) => ({
  name,
  object_id: 1_600_000_000 + index * 16,
  type: 'P',
  type_desc: 'SQL_STORED_PROCEDURE',
  create_date: installedAt,
  modify_date: installedAt,
}));
const fixed: readonly Filling[] = [objects, allObjects].map((table) => ({
  table,
  database: 'master',
  rows: masterRows,
}));

/** What hart's installation put into master, and the extended properties of the product's database. */
export function createInstalled(databases: Databases): Part {
  const memo = createMemo<Filling>();
  return {
    tables() {
      const properties = databases.find(PRODUCT)?.body.properties ?? {};
      return [
        ...fixed,
        memo(JSON.stringify(properties), () => ({
          table: extendedProperties,
          rows: Object.entries(properties).map(([name, value]) => ({ name, value })),
        })),
      ];
    },
  };
}
