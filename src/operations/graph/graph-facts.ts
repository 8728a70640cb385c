import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import type { Answer, ResultRow } from '../../domain/target.ts';
import { type GraphAdmin, type GraphArtifact, type OperationPorts } from '../acting/operation.ts';
import { notKnown } from '../acting/refusals.ts';
import { seeWorkers, type WorkersSeen } from './paused-workers.ts';

/** What backups and restores of a graph rest on. */
export interface GraphFacts {
  readonly admin: GraphAdmin;
  readonly server: string;
  readonly edition: string;
  readonly version: string;
  readonly database: string;
  readonly constraints: readonly string[];
  readonly workers: WorkersSeen;
  /** Newest first. */
  readonly artifacts: readonly GraphArtifact[];
}

export async function gatherGraphFacts(ports: OperationPorts): Promise<GraphFacts | Refusal> {
  const { graphAdmin: admin, graph } = ports;
  if (admin === null) return notConfigured;
  const [servers, constraints, artifacts, running, workers] = await Promise.all([
    graph.ask('graph-server'),
    graph.ask('graph-constraints'),
    admin.artifacts(),
    admin.running(),
    seeWorkers(ports),
  ]);
  const server = rowOf(servers, 'which Neo4j answers');
  if (isRefusal(server)) return server;
  if (!constraints.ok) return notKnown('the constraints of the graph', constraints.trouble.detail);
  if (!artifacts.ok) return notKnown('the artifacts on hand', artifacts.trouble.detail);
  if (!running.ok) return notKnown('whether Neo4j runs', running.trouble.detail);
  if (!running.value) return otherServer;
  return {
    admin,
    server: ports.settings.graph.server,
    edition: String(server['edition'] ?? ''),
    version: String(server['version'] ?? ''),
    database: ports.settings.graph.database,
    constraints: constraints.value.map((row) => String(row['name'])),
    workers,
    artifacts: artifacts.value,
  };
}

function rowOf(answer: Answer<ResultRow[]>, what: string): ResultRow | Refusal {
  if (!answer.ok) return notKnown(what, answer.trouble.detail);
  return answer.value[0] ?? notKnown(what, 'no row came back');
}

const notConfigured = refuse(
  'not-configured',
  'hart does not know how to run the tools of Neo4j here.',
  'An admin sets `neo4j.admin` of this environment in hart.yml: the tools must be on the machine of the bot, or in a container on it.',
);

const otherServer = refuse(
  'other-server',
  'Neo4j answers, but its own tools say that it does not run: they are of another server.',
  'Compare `neo4j.admin` with `neo4j.uri` in hart.yml.',
);
