import type { RestoreFacts } from './facts.ts';

/** The facts with the database, its files and its history in them that the copy is made of: another server's perhaps. */
export function originOf(facts: RestoreFacts): RestoreFacts {
  const { source, trust: _, ...here } = facts;
  if (source === undefined) return facts;
  const { server, database, files, sets, sizes, encryptors, memoryTables, installed } = source;
  const elsewhere = { server, database, files, sets, sizes, encryptors, memoryTables, installed };
  return { ...here, ...elsewhere, reliesOn: null };
}
