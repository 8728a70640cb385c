import { BoltError, syntaxError, typeError } from '../bolt-error.ts';
import type { GraphNode, GraphValue, GraphView } from '../graph-view.ts';
import type { NodeValue, Value } from '../value.ts';
import { listing } from './catalogue.ts';
import type { Clause, NodePattern } from './clause.ts';
import { equals } from './compare.ts';
import { evaluate, type Scope, type Surroundings, truthOf } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { parseQuery } from './parse-query.ts';
import { project, type Table } from './project.ts';

/** A query's answer. */
export interface QueryAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** Runs a query over the graph as it is now. Throws BoltError as Neo4j would refuse. */
export function runQuery(
  query: string,
  parameters: Readonly<Record<string, Value>>,
  graph: GraphView,
  access: 'read' | 'write' = 'write',
): QueryAnswer {
  const around: Surroundings = { parameters, now: graph.now() };
  const clauses = parseQuery(query);
  if (access === 'read' && clauses.some(isWriting))
    throw new BoltError(
      'Neo.ClientError.Statement.AccessMode',
      'Writing in read access mode not allowed. Attempted write to neo4j',
    );
  const start = counted(clauses, graph);
  const { columns, rows } =
    start === undefined
      ? run(clauses, { columns: [], rows: [new Map()] }, graph, around)
      : run(clauses.slice(2), start, graph, around);
  // What only writes answers with nothing.
  if (isWriting(clauses.at(-1))) return { columns: [], rows: [] };
  return {
    columns,
    rows: rows.map((row) => columns.map((name) => returnable(row.get(name) ?? null))),
  };
}

function isWriting(clause: Clause | undefined): boolean {
  return clause?.kind === 'merge' || clause?.kind === 'delete';
}

function run(
  clauses: readonly Clause[],
  start: Table,
  graph: GraphView,
  around: Surroundings,
): Table {
  return clauses.reduce((table, clause) => step(clause, table, graph, around), start);
}

function step(clause: Clause, table: Table, graph: GraphView, around: Surroundings): Table {
  switch (clause.kind) {
    case 'show':
    case 'call': {
      const listed = listing(clause, graph);
      return filtered(
        crossed(table, listed.columns, () => listed.rows),
        clause.where,
        around,
      );
    }
    case 'match':
      return matched(clause, table, graph, around);
    case 'merge':
      return merged(clause, table, graph, around);
    case 'delete':
      return deleted(clause, table, graph);
    case 'unwind':
      return crossed(table, [clause.variable], (row) => {
        const list = evaluate(clause.list, row, around);
        if (list === null) return [];
        return (Array.isArray(list) ? (list as readonly Value[]) : [list]).map(
          (item): Scope => new Map([[clause.variable, item]]),
        );
      });
    case 'with':
      return filtered(project(clause.projection, table, around), clause.where, around);
    default:
      return project(clause.projection, table, around);
  }
}

function crossed(
  table: Table,
  columns: readonly string[],
  rowsFor: (row: Scope) => readonly Scope[],
): Table {
  const taken = columns.find((name) => table.columns.includes(name));
  if (taken !== undefined) throw syntaxError(`Variable \`${taken}\` already declared`);
  return {
    columns: [...table.columns, ...columns],
    rows: table.rows.flatMap((row) => rowsFor(row).map((more) => new Map([...row, ...more]))),
  };
}

function filtered(table: Table, where: Expression | null, around: Surroundings): Table {
  if (where === null) return table;
  return {
    ...table,
    rows: table.rows.filter((row) => truthOf(evaluate(where, row, around)) === true),
  };
}

function matched(
  { pattern, where, isOptional }: Extract<Clause, { kind: 'match' }>,
  table: Table,
  graph: GraphView,
  around: Surroundings,
): Table {
  const columns = pattern.variable === null ? [] : [pattern.variable];
  return crossed(table, columns, (row) => {
    const found: Scope[] = [];
    for (const node of graph.nodes(pattern.label)) {
      const value = nodeValue(node);
      const here: Scope = new Map(pattern.variable === null ? [] : [[pattern.variable, value]]);
      const scope = new Map([...row, ...here]);
      if (!fits(pattern, value, scope, around)) continue;
      if (where === null || truthOf(evaluate(where, scope, around)) === true) found.push(here);
    }
    if (found.length > 0 || !isOptional) return found;
    return [new Map(columns.map((name) => [name, null]))];
  });
}

/** A node that is there is found, as by MATCH; one that is not is made. */
function merged(
  { pattern }: Extract<Clause, { kind: 'merge' }>,
  table: Table,
  graph: GraphView,
  around: Surroundings,
): Table {
  const { label, properties } = pattern;
  if (label === null) throw syntaxError('MERGE without a label is not understood here');
  for (const row of table.rows) {
    const wanted = properties.map(
      ({ name, value }) => [name, evaluate(value, row, around)] as const,
    );
    const isThere = [...graph.nodes(label)].some((node) =>
      wanted.every(([name, value]) => equals(nodeValue(node).properties[name] ?? null, value)),
    );
    if (!isThere)
      graph.create({
        label,
        properties: Object.fromEntries(wanted.map(([name, value]) => [name, stored(value)])),
      });
  }
  return matched({ kind: 'match', isOptional: false, pattern, where: null }, table, graph, around);
}

function deleted(
  { variable }: Extract<Clause, { kind: 'delete' }>,
  table: Table,
  graph: GraphView,
): Table {
  if (!table.columns.includes(variable)) throw syntaxError(`Variable \`${variable}\` not defined`);
  for (const row of table.rows) {
    const value = row.get(variable) ?? null;
    if (value === null) continue;
    if (typeof value !== 'object' || !('kind' in value) || value.kind !== 'node')
      throw typeError('Expected a node to delete');
    const properties = Object.entries(value.properties).map(
      ([name, inner]) => [name, stored(inner)] as const,
    );
    graph.remove({ label: value.label, properties: Object.fromEntries(properties) });
  }
  return table;
}

/** As the graph keeps it. */
function stored(value: Value): GraphValue {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  if ('kind' in value && value.kind === 'moment') return { epochMs: value.epochMs };
  throw typeError('Property values can only be of primitive types');
}

function fits(pattern: NodePattern, node: NodeValue, scope: Scope, around: Surroundings): boolean {
  return pattern.properties.every(
    ({ name, value }) =>
      equals(node.properties[name] ?? null, evaluate(value, scope, around)) === true,
  );
}

function nodeValue({ label, properties }: GraphNode): NodeValue {
  return {
    kind: 'node',
    label,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, cypherValue(value)]),
    ),
  };
}

function cypherValue(value: GraphValue): Value {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  return typeof value === 'object' && value !== null
    ? { kind: 'moment', epochMs: value.epochMs }
    : value;
}

/** Counting all nodes of a label reads the count store, in Neo4j and here, and no node: the first two clauses' table. */
function counted(clauses: readonly Clause[], graph: GraphView): Table | undefined {
  const [match, end] = clauses;
  if (match?.kind !== 'match' || (end?.kind !== 'return' && end?.kind !== 'with')) return undefined;
  if (end.kind === 'with' && end.where !== null) return undefined;
  const { orderBy, skip, limit } = end.projection;
  if (orderBy.length > 0 || skip !== null || limit !== null) return undefined;
  const { pattern, where } = match;
  const [item, ...others] = end.projection.items;
  if (where !== null || pattern.properties.length > 0 || item === undefined || others.length > 0)
    return undefined;
  const { expression } = item;
  if (expression.kind !== 'call' || expression.name !== 'count' || expression.isDistinct)
    return undefined;
  const [of] = expression.args;
  const isOfNode = expression.isStar || (of?.kind === 'variable' && of.name === pattern.variable);
  if (!isOfNode) return undefined;
  return {
    columns: [item.name],
    rows: [new Map([[item.name, BigInt(graph.count(pattern.label))]])],
  };
}

/** A node itself cannot be sent from here: the bot never asks for one, and data stays where it is. */
function returnable(value: Value): Value {
  if (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    'kind' in value &&
    value.kind === 'node'
  )
    throw syntaxError('The sandbox returns properties and counts, not nodes');
  return value;
}
