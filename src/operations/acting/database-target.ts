import type { Claim, ClaimMode, PlanTarget } from '../../domain/plan.ts';

/**
 * A database as plans and locks know it: by the server's own name, the GUID of its broker and its id. The id tells a copy
 * from its original, which has the same GUID.
 */
export function databaseTarget(
  server: string,
  database: { readonly name: string; readonly id: number; readonly brokerGuid: string | null },
): PlanTarget {
  const { name, id, brokerGuid } = database;
  return { kind: 'sql-server', server, database: name, identity: `${brokerGuid ?? '-'}/${id}` };
}

/** What a run keeps from others on its target (safety rule S14). */
export function claimOn({ server, identity, database }: PlanTarget, mode: ClaimMode): Claim {
  return { key: `${server}/${identity ?? database}`, mode };
}
