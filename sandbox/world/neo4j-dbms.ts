import type { AdminPort, Keys, Store } from '../neo4j-admin/store.ts';
import type { World } from './world.ts';

const DATABASES = ['neo4j', 'system'];

/** The world's Neo4j as its administration tools see it. `settled` waits until its servers have followed the world. */
export function createNeo4jDbms(world: World, settled: () => Promise<unknown>): AdminPort {
  const { graph } = world;
  const has = (name: Parameters<World['fault']>[0]) => world.fault(name) !== undefined;
  let pid = 2140;

  function keysOf(label: string): Keys {
    return [...graph.nodes(label)].map(({ properties }) =>
      [properties['id'], properties['tenantId']].filter((part) => typeof part === 'number'),
    );
  }

  return {
    state: () => ({
      version: graph.version,
      edition: graph.edition,
      running: !graph.down(),
      pid,
      // a server that is simply gone was not shut down
      clean: !has('neo4j-unclean') && !has('neo4j-down'),
      databases: DATABASES,
      troubles: {
        diskFull: has('neo4j-disk-full'),
        truncated: has('neo4j-dump-truncated'),
        inconsistent: has('neo4j-inconsistent'),
      },
    }),
    async stop() {
      world.setFault('neo4j-stopped', true);
      await settled();
    },
    async start() {
      pid += 1;
      world.setFault('neo4j-stopped', false);
      // what was to be recovered is recovered by starting
      world.setFault('neo4j-unclean', false);
      await settled();
    },
    read(database): Store | null {
      if (!DATABASES.includes(database)) return null;
      const labels = database === 'neo4j' ? ['Atom', 'Tenant'] : [];
      return {
        database,
        neo4jVersion: graph.version,
        takenAt: graph.now(),
        lastTransaction: graph.count(null) + 1000,
        nodes: Object.fromEntries(labels.map((label) => [label, keysOf(label)])),
        constraints: database === 'neo4j' ? graph.constraints().map(({ name }) => name) : [],
      };
    },
    write({ database, nodes }) {
      if (database === 'neo4j') graph.load((nodes['Atom'] ?? []).map(([id = 0]) => id));
    },
  };
}
