import { type Refusal, refuse } from '../../domain/authority.ts';
import type { PlanTarget } from '../../domain/plan.ts';
import { readDatabase } from '../acting/database-facts.ts';
import { databaseTarget } from '../acting/database-target.ts';
import type { OperationPorts } from '../acting/operation.ts';
import { notKnown } from '../acting/refusals.ts';
import { type EntityType, isPlainWord, readEntityType } from './entity-type.ts';
import { newestKey } from './key-pages.ts';

/** What a resync rests on. */
export interface ResyncFacts {
  readonly target: PlanTarget;
  readonly graph: { readonly server: string; readonly database: string };
  readonly entities: readonly { readonly type: EntityType; readonly newest: bigint }[];
  /** What the product syncs and a resync does not carry. */
  readonly notCarried: readonly string[];
  readonly queueDepth: number;
}

export async function gatherResyncFacts(ports: OperationPorts): Promise<ResyncFacts | Refusal> {
  const { facts, graph, settings } = ports;
  const [server, databases, listed, synced, queue, neo4j] = await Promise.all([
    facts.ask('backup-server'),
    facts.ask('database-state'),
    facts.ask('resync-entities'),
    facts.ask('synced-types'),
    facts.ask('sync-queue'),
    graph.ask('graph-server'),
  ]);
  if (!listed.ok && listed.trouble.kind === 'missing') return notInstalled;
  if (!listed.ok) return notKnown('what a resync may carry', listed.trouble.detail);
  if (!server.ok) return notKnown('the server', server.trouble.detail);
  if (!databases.ok) return notKnown('its databases', databases.trouble.detail);
  if (!queue.ok) return notKnown('the queue of the sync', queue.trouble.detail);
  if (!neo4j.ok) return notKnown('whether Neo4j answers', neo4j.trouble.detail);
  const database = databases.value
    .map(readDatabase)
    .find(({ name }) => name.toLowerCase() === settings.database.toLowerCase());
  if (database === undefined || database.state !== 'ONLINE') return notOnline(settings.database);
  const [waiting] = queue.value;
  if (waiting === undefined || Number(waiting['receive']) !== 1) return queueOff;
  const types = listed.value.map(readEntityType);
  const odd = types.find(({ name }) => !isPlainWord(name));
  if (odd !== undefined) return noLabel(odd.name);
  const entities = [];
  for (const type of types) {
    const newest = await newestKey(type, ports);
    if (!newest.ok) return notKnown(`the rows of ${type.name}`, newest.trouble.detail);
    entities.push({ type, newest: newest.value });
  }
  const carried = new Set(types.map(({ name }) => name.toLowerCase()));
  const all = synced.ok ? synced.value.map((row) => String(row['entity_type'])) : [];
  return {
    target: databaseTarget(String(server.value[0]?.['server_name'] ?? ''), database),
    graph: settings.graph,
    entities,
    notCarried: all.filter((name) => !carried.has(name.toLowerCase())),
    queueDepth: Number(waiting['depth']),
  };
}

function notOnline(name: string): Refusal {
  return refuse('state', `${name} is not online.`, 'Bring it online first.');
}

function noLabel(name: string): Refusal {
  return refuse(
    'S33',
    `dbo.HartResyncEntity lists the type ${JSON.stringify(name)}, which is no plain word: it would go into Cypher as a label.`,
    'A DBA takes that row out.',
  );
}

const notInstalled = refuse(
  'not-installed',
  'The product has no procedure for a resync, and ours is not installed here.',
  'A DBA runs `sql/install/06-resync.sql` in this database.',
);

const queueOff = refuse(
  'queue-disabled',
  'Neo4jSyncQueue takes no messages out: what a resync sends would only wait.',
  'Enable it first: `/hart queues`, then *Enable*.',
);
