import type { GraphNode, GraphView } from '../../sandbox/bolt/graph-view.ts';

/** The nodes of the graph that sandbox and real Neo4j are compared over. */
export const testNodes = [
  { id: 1, tenantId: 0, name: 'a', score: 1.5, lastSynced: 1_700_000_000_000 },
  { id: 2, tenantId: 1, name: 'b', score: 0.5, lastSynced: 1_700_000_001_500 },
  { id: 3, tenantId: 1, name: 'c', lastSynced: 1_700_000_002_000 },
  { id: 4, tenantId: 2, name: 'd', score: 3, lastSynced: 1_699_999_000_000 },
] as const;

/** A small graph with these nodes under one label, and changes to it. */
export function testGraph(label: string, changes: Partial<GraphView> = {}): GraphView {
  let nodes: readonly GraphNode[] = testNodes.map(({ lastSynced, ...node }) => ({
    label,
    properties: { ...node, lastSynced: { epochMs: lastSynced } },
  }));
  const of = (wanted: string | null) =>
    nodes.filter((node) => wanted === null || node.label === wanted);
  return {
    version: '5.26.0',
    edition: 'community',
    now: () => 1_700_000_100_000,
    databases: () => [
      { name: 'neo4j', status: 'online', statusMessage: '', isDefault: true },
      { name: 'system', status: 'online', statusMessage: '', isDefault: false },
    ],
    indexes: () => [
      {
        name: 'atom_key',
        state: 'ONLINE',
        populationPercent: 100,
        type: 'RANGE',
        entityType: 'NODE',
        label,
        properties: ['id', 'tenantId'],
        constraint: 'atom_key',
        failureMessage: '',
      },
    ],
    constraints: () => [
      { name: 'atom_key', type: 'UNIQUENESS', label, properties: ['id', 'tenantId'] },
    ],
    nodes: of,
    count: (wanted) => of(wanted).length,
    create(node) {
      nodes = [...nodes, node];
    },
    remove(node) {
      nodes = nodes.filter(({ properties }) => properties['id'] !== node.properties['id']);
    },
    ...changes,
  };
}
