import type { GraphConstraint, GraphIndex, GraphNode, GraphView } from '../bolt/graph-view.ts';
import { type Instant, SECOND } from './clock.ts';
import { type ActiveFaults, numberArgument } from './faults.ts';
import { type Atoms, syncedUntil } from './parts/graph-sync.ts';

/** The Neo4j side of the world. */
export interface WorldGraph extends GraphView {
  /** The server is gone: it refuses connections. */
  down(): boolean;
}

export interface GraphSource {
  readonly now: () => Instant;
  readonly faults: ActiveFaults;
  readonly atoms: () => Atoms;
}

/** The sync worker carries an atom over this long after its making. */
const SYNC_DELAY = 4 * SECOND;
/** Every fifth atom of the newest is missing while `graph-drift` is on, until as many are as it says. */
const DRIFT_STEP = 5;
const TENANTS = 3;

/** The graph holds the atoms that the sync worker has carried over, less what a fault took away. */
export function createGraph({ now, faults, atoms }: GraphSource): WorldGraph {
  function newestAtom(): number {
    const until = syncedUntil(now(), faults) - SYNC_DELAY;
    let id = atoms().count(now());
    while (id > 0 && atoms().createdAt(id) > until) id -= 1;
    return id;
  }

  function missing(newest: number): number {
    const drift = faults.get('graph-drift');
    return drift ? Math.min(newest, Math.floor(numberArgument(drift, 'atoms'))) : 0;
  }

  function* atomNodes(): Iterable<GraphNode> {
    const newest = newestAtom();
    const gone = missing(newest);
    const step = newest >= gone * DRIFT_STEP ? DRIFT_STEP : 1;
    for (let id = 1; id <= newest; id += 1) {
      const back = newest - id;
      if (back % step === 0 && back / step < gone) continue;
      yield atomNode(atoms(), id);
    }
  }

  return {
    version: '5.26.0',
    edition: 'community',
    now,
    databases: () => [
      { name: 'neo4j', status: 'online', statusMessage: '', isDefault: true },
      { name: 'system', status: 'online', statusMessage: '', isDefault: false },
    ],
    indexes: () => indexes,
    constraints: () => constraints,
    *nodes(label) {
      if (label === null || label === 'Atom') yield* atomNodes();
      if (label === null || label === 'Tenant') yield* tenantNodes();
    },
    count(label) {
      const newest = newestAtom();
      const atomCount = newest - missing(newest);
      if (label === 'Atom') return atomCount;
      if (label === 'Tenant') return TENANTS;
      return label === null ? atomCount + TENANTS : 0;
    },
    down: () => faults.has('neo4j-down'),
  };
}

function atomNode(atoms: Atoms, id: number): GraphNode {
  const createdAt = atoms.createdAt(id);
  return {
    properties: {
      id,
      tenantId: atoms.tenantOf(id),
      syncType: 'CREATE',
      syncStatus: 'Success',
      createdAt: { epochMs: createdAt },
      lastSynced: { epochMs: createdAt + SYNC_DELAY },
    },
  };
}

function index(
  name: string,
  type: GraphIndex['type'],
  label: string | null,
  properties: readonly string[],
  constraint: string | null,
): GraphIndex {
  return {
    name,
    state: 'ONLINE',
    populationPercent: 100,
    type,
    entityType: name === 'index_rel_lookup' ? 'RELATIONSHIP' : 'NODE',
    label,
    properties,
    constraint,
    failureMessage: '',
  };
}

const indexes: readonly GraphIndex[] = [
  index('index_node_lookup', 'LOOKUP', null, [], null),
  index('index_rel_lookup', 'LOOKUP', null, [], null),
  index('atom_key', 'RANGE', 'Atom', ['id', 'tenantId'], 'atom_key'),
  index('tenant_id', 'RANGE', 'Tenant', ['id'], 'tenant_id'),
  index('atom_content_hash', 'RANGE', 'Atom', ['contentHash'], null),
];

const constraints: readonly GraphConstraint[] = [
  { name: 'atom_key', type: 'UNIQUENESS', label: 'Atom', properties: ['id', 'tenantId'] },
  { name: 'tenant_id', type: 'UNIQUENESS', label: 'Tenant', properties: ['id'] },
];

function* tenantNodes(): Iterable<GraphNode> {
  for (let id = 0; id < TENANTS; id += 1) yield { properties: { id } };
}
