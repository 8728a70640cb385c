import type { Claim, ClaimMode, PlanTarget } from '../../domain/plan.ts';

/** A database of a Neo4j server, as plans name it. */
export function graphTarget(server: string, database: string): PlanTarget {
  return { kind: 'neo4j', server, database, identity: null };
}

/** What two runs on one graph hold each other off by: dumps, loads, resyncs. */
export function graphClaim({ server, database }: PlanTarget, mode: ClaimMode = 'graph'): Claim {
  return { key: `neo4j:${server}/${database}`.toLowerCase(), mode };
}
