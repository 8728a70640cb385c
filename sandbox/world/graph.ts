import { syntaxError } from '../bolt/bolt-error.ts';
import type { GraphConstraint, GraphIndex, GraphNode, GraphView } from '../bolt/graph-view.ts';
import { type Instant, SECOND } from './clock.ts';
import { type ActiveFaults, numberArgument } from './faults.ts';
import { type Atoms, syncedUntil } from './parts/graph-sync.ts';

/** The Neo4j side of the world. */
export interface WorldGraph extends GraphView {
  /** The server is gone or stopped: it refuses connections. */
  down(): boolean;
  /** The sync worker carried an atom over that SQL Server has. */
  merge(id: number): void;
  /** From now on the graph holds these atoms, and what the worker carries over later. */
  load(atoms: Iterable<number>): void;
  /** Ids of the atoms that it holds, in order. */
  atomIds(): Iterable<number>;
  /** As the world is at its start. */
  reset(): void;
}

export interface GraphSource {
  readonly now: () => Instant;
  readonly faults: ActiveFaults;
  readonly atoms: () => Atoms;
  /** Lets the sync worker do what it could do until now. */
  readonly settle: () => void;
}

/** The sync worker carries an atom over this long after its making. */
const SYNC_DELAY = 4 * SECOND;
/** Every fifth atom of the newest is missing while `graph-drift` is on, until as many are as it says. */
const DRIFT_STEP = 5;
const TENANTS = 3;
/** Atoms that only the graph has begin here: far from any id of SQL Server. */
const FIRST_SURPLUS = 900_001;

/** The graph holds the atoms that the sync worker has carried over, less what a fault took away. */
export function createGraph({ now, faults, atoms, settle }: GraphSource): WorldGraph {
  /** When a resync carried an atom over. */
  let merged = new Map<number, Instant>();
  /** What was written by Cypher, beside what the worker carries over: proofs of runs. */
  let written: readonly GraphNode[] = [];
  /** Atoms that were removed by Cypher. */
  let removed = new Set<number>();
  let loaded: { readonly at: Instant; readonly atoms: ReadonlySet<number> } | null = null;

  function newestAtom(): number {
    const until = syncedUntil(now(), faults) - SYNC_DELAY;
    let id = atoms().count(now());
    while (id > 0 && atoms().createdAt(id) > until) id -= 1;
    return id;
  }

  /** Which atoms `graph-drift` takes away; those that were carried over, or loaded, since it came are there. */
  function missing(carried: number): (id: number) => boolean {
    const drift = faults.get('graph-drift');
    if (!drift || (loaded !== null && loaded.at >= drift.since)) return () => false;
    // what comes later is carried over as always: a resync can close the gap
    const newest = Math.min(carried, atoms().count(drift.since));
    const gone = Math.min(newest, Math.floor(numberArgument(drift, 'atoms')));
    const step = newest >= gone * DRIFT_STEP ? DRIFT_STEP : 1;
    return (id) => {
      const back = newest - id;
      if (back < 0 || back % step !== 0 || back / step >= gone) return false;
      return (merged.get(id) ?? Number.NEGATIVE_INFINITY) < drift.since;
    };
  }

  function* atomIds(): Iterable<number> {
    settle();
    const newest = newestAtom();
    const isMissing = missing(newest);
    const all = atoms().count(now());
    for (let id = 1; id <= all; id += 1) {
      const carried = id <= newest && (loaded === null || atoms().createdAt(id) > loaded.at);
      const there = carried || loaded?.atoms.has(id) === true || merged.has(id);
      if (there && !isMissing(id) && !removed.has(id)) yield id;
    }
    const surplus = faults.get('graph-surplus');
    const many = surplus ? Math.floor(numberArgument(surplus, 'atoms')) : 0;
    for (let place = 0; place < many; place += 1)
      if (!removed.has(FIRST_SURPLUS + place)) yield FIRST_SURPLUS + place;
    for (const id of loaded?.atoms ?? []) if (id > all && id < FIRST_SURPLUS) yield id;
  }

  function countAtoms(): number {
    let count = 0;
    for (const _ of atomIds()) count += 1;
    return count;
  }

  return {
    version: '5.26.0',
    get edition() {
      return faults.has('neo4j-enterprise') ? 'enterprise' : 'community';
    },
    now,
    databases: () => [
      { name: 'neo4j', status: 'online', statusMessage: '', isDefault: true },
      { name: 'system', status: 'online', statusMessage: '', isDefault: false },
    ],
    indexes: () => indexes,
    constraints: () => constraints,
    *nodes(label) {
      if (label === null || label === 'Atom')
        for (const id of atomIds()) yield atomNode(atoms(), id, merged.get(id));
      if (label === null || label === 'Tenant') yield* tenantNodes();
      yield* written.filter((node) => label === null || node.label === label);
    },
    count(label) {
      if (label === 'Atom') return countAtoms();
      if (label === 'Tenant') return TENANTS;
      const own = written.filter((node) => label === null || node.label === label).length;
      return label === null ? countAtoms() + TENANTS + own : own;
    },
    create(node) {
      if (node.label === 'Atom' || node.label === 'Tenant')
        throw syntaxError('The sandbox takes no atoms but from the sync worker');
      written = [...written, node];
    },
    remove({ label, properties }) {
      const { id } = properties;
      if (label === 'Atom' && typeof id === 'number') removed.add(id);
      written = written.filter((node) => node.label !== label || node.properties['id'] !== id);
    },
    down: () => faults.has('neo4j-down') || faults.has('neo4j-stopped'),
    merge(id) {
      removed.delete(id);
      merged.set(id, now());
    },
    load(given) {
      loaded = { at: now(), atoms: new Set(given) };
      merged = new Map();
      removed = new Set();
      written = [];
    },
    atomIds,
    reset() {
      loaded = null;
      merged = new Map();
      removed = new Set();
      written = [];
    },
  };
}

function atomNode(atoms: Atoms, id: number, mergedAt: Instant | undefined): GraphNode {
  const createdAt = atoms.createdAt(id);
  return {
    label: 'Atom',
    properties: {
      id,
      tenantId: atoms.tenantOf(id),
      syncType: mergedAt === undefined ? 'CREATE' : 'UPDATE',
      syncStatus: 'Success',
      createdAt: { epochMs: createdAt },
      lastSynced: { epochMs: mergedAt ?? createdAt + SYNC_DELAY },
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
  for (let id = 0; id < TENANTS; id += 1) yield { label: 'Tenant', properties: { id } };
}
