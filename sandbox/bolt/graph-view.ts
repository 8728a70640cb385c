/** A moment: milliseconds since 1970-01-01T00:00:00Z. Cypher sees it as a datetime. */
export interface GraphMoment {
  readonly epochMs: number;
}

/** What a node's property may hold; whole numbers are Cypher integers. */
export type GraphValue = string | number | boolean | null | GraphMoment;

export interface GraphNode {
  readonly label: string;
  readonly properties: Readonly<Record<string, GraphValue>>;
}

export interface GraphDatabase {
  readonly name: string;
  readonly status: 'online' | 'offline' | 'starting' | 'dirty';
  /** Why it is not online; empty when it is. */
  readonly statusMessage: string;
  readonly isDefault: boolean;
}

export interface GraphIndex {
  readonly name: string;
  readonly state: 'ONLINE' | 'POPULATING' | 'FAILED';
  readonly populationPercent: number;
  readonly type: 'RANGE' | 'LOOKUP' | 'TEXT' | 'POINT' | 'FULLTEXT';
  readonly entityType: 'NODE' | 'RELATIONSHIP';
  readonly label: string | null;
  readonly properties: readonly string[];
  readonly constraint: string | null;
  readonly failureMessage: string;
}

export interface GraphConstraint {
  readonly name: string;
  readonly type: 'UNIQUENESS';
  readonly label: string;
  readonly properties: readonly string[];
}

/** The graph as it is now: what a Bolt server answers from. Every call sees the world of that moment. */
export interface GraphView {
  readonly version: string;
  readonly edition: 'community' | 'enterprise';
  /** The clock of the machine that Neo4j runs on. */
  now(): number;
  databases(): readonly GraphDatabase[];
  indexes(): readonly GraphIndex[];
  constraints(): readonly GraphConstraint[];
  /** The nodes with this label; all nodes for null. */
  nodes(label: string | null): Iterable<GraphNode>;
  /** How many `nodes` would give, without making them. */
  count(label: string | null): number;
  /** Makes a node of this label with these properties. Throws where the world has no place for one. */
  create(node: GraphNode): void;
  remove(node: GraphNode): void;
}
