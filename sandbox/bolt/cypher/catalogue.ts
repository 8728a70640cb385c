import { BoltError, syntaxError } from '../bolt-error.ts';
import type { GraphView } from '../graph-view.ts';
import type { Value } from '../value.ts';
import type { Clause, Yielded } from './clause.ts';
import type { Scope } from './evaluate.ts';
import type { Table } from './project.ts';

interface Listing {
  /** What comes without YIELD. */
  readonly usual: readonly string[];
  readonly rows: readonly Readonly<Record<string, Value>>[];
}

/** What SHOW or CALL gives, under the names that were asked for. An unknown column is a syntax error, as in Neo4j. */
export function listing(
  clause: Extract<Clause, { kind: 'show' | 'call' }>,
  graph: GraphView,
): Table {
  const { usual, rows } =
    clause.kind === 'show' ? shown[clause.what](graph) : called(clause.procedure, graph);
  const all = Object.keys(rows[0] ?? Object.fromEntries(usual.map((name) => [name, null])));
  const yields = columnsOf(clause.yields, usual, all);
  for (const { column } of yields)
    if (!all.includes(column))
      throw syntaxError(`Trying to YIELD non-existing column: \`${column}\``);
  return {
    columns: yields.map(({ alias }) => alias),
    rows: rows.map(
      (row): Scope => new Map(yields.map(({ column, alias }) => [alias, row[column] ?? null])),
    ),
  };
}

function columnsOf(
  yields: readonly Yielded[] | null,
  usual: readonly string[],
  all: readonly string[],
): readonly Yielded[] {
  if (yields !== null && yields.length > 0) return yields;
  return (yields === null ? usual : all).map((column) => ({ column, alias: column }));
}

const shown: Readonly<
  Record<'databases' | 'indexes' | 'constraints', (graph: GraphView) => Listing>
> = {
  databases: (graph) => ({
    usual: [
      'name',
      'type',
      'aliases',
      'access',
      'address',
      'role',
      'writer',
      'requestedStatus',
      'currentStatus',
      'statusMessage',
      'default',
      'home',
      'constituents',
    ],
    rows: graph.databases().map(({ name, status, statusMessage, isDefault }) => ({
      name,
      type: name === 'system' ? 'system' : 'standard',
      aliases: [],
      access: 'read-write',
      databaseID: null,
      serverID: null,
      address: 'localhost:7687',
      role: 'primary',
      writer: true,
      requestedStatus: 'online',
      currentStatus: status,
      statusMessage,
      default: isDefault,
      home: isDefault,
      currentPrimariesCount: 1n,
      currentSecondariesCount: 0n,
      requestedPrimariesCount: null,
      requestedSecondariesCount: null,
      creationTime: null,
      lastStartTime: null,
      lastStopTime: null,
      store: null,
      lastCommittedTxn: null,
      replicationLag: 0n,
      constituents: [],
    })),
  }),
  indexes: (graph) => ({
    usual: [
      'id',
      'name',
      'state',
      'populationPercent',
      'type',
      'entityType',
      'labelsOrTypes',
      'properties',
      'indexProvider',
      'owningConstraint',
      'lastRead',
      'readCount',
    ],
    rows: graph.indexes().map((index, id) => ({
      id: BigInt(id + 1),
      name: index.name,
      state: index.state,
      populationPercent: index.populationPercent,
      type: index.type,
      entityType: index.entityType,
      labelsOrTypes: index.label === null ? null : [index.label],
      properties: index.label === null ? null : index.properties,
      indexProvider: index.type === 'LOOKUP' ? 'token-lookup-1.0' : 'range-1.0',
      owningConstraint: index.constraint,
      lastRead: null,
      readCount: null,
      trackedSince: null,
      options: null,
      failureMessage: index.failureMessage,
      createStatement: '',
    })),
  }),
  constraints: (graph) => ({
    usual: [
      'id',
      'name',
      'type',
      'entityType',
      'labelsOrTypes',
      'properties',
      'ownedIndex',
      'propertyType',
    ],
    rows: graph.constraints().map(({ name, type, label, properties }, id) => ({
      id: BigInt(id + 1),
      name,
      type,
      entityType: 'NODE',
      labelsOrTypes: [label],
      properties,
      ownedIndex: name,
      propertyType: null,
      options: null,
      createStatement: '',
    })),
  }),
};

function called(procedure: string, graph: GraphView): Listing {
  if (procedure.toLowerCase() === 'db.ping')
    return { usual: ['success'], rows: [{ success: true }] };
  if (procedure.toLowerCase() === 'dbms.components')
    return {
      usual: ['name', 'versions', 'edition'],
      rows: [
        { name: 'Neo4j Kernel', versions: [graph.version], edition: graph.edition },
        { name: 'Cypher', versions: ['5'], edition: '' },
      ],
    };
  throw new BoltError(
    'Neo.ClientError.Procedure.ProcedureNotFound',
    `There is no procedure with the name \`${procedure}\` registered for this database instance.`,
  );
}
