import type { Refusal } from '../../domain/authority.ts';
import { named, type Plan, type PlanStep } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import { formatDuration, MINUTE, SECOND } from '../../domain/time.ts';
import type { GraphCommand, PlanContext } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import type { GraphFacts } from './graph-facts.ts';
import { graphClaim, graphTarget } from './graph-target.ts';
import { pausedStep, refusedByWorkers, workerWarnings } from './paused-workers.ts';

/** Roles, users and the list of databases: without it a dump of the graph alone opens for nobody. */
const systemDatabase = 'system';

/**
 * A backup of the graph: online where the Enterprise edition and its address are there, else a dump, for which the whole
 * DBMS is stopped and started again (safety rule S30).
 */
export function planGraphBackup(
  order: RunOrder,
  facts: GraphFacts,
  context: PlanContext,
): Plan | Refusal {
  const online = isOnline(facts);
  const paused = order.options['workersPaused'] === true;
  const refused = online ? null : refusedByWorkers('dump', paused, facts.workers);
  if (refused !== null) return refused;
  const { server, database, edition, version, constraints } = facts;
  const target = graphTarget(server, database);
  const steps = online ? onlineSteps(facts, context) : dumpSteps(facts, context);
  return {
    operation: 'backup.neo4j',
    environment: order.environment,
    target,
    title: `${online ? 'Online backup' : 'Dump'} of ${named(database)} on ${named(server)}`,
    risk: online ? 'low' : 'high',
    loses: [],
    notes: [
      `Neo4j ${version} ${edition}.`,
      ...(online
        ? []
        : ['Neo4j is stopped meanwhile: nothing is read from the graph or written to it.']),
      ...sizeNote(facts, context),
    ],
    warnings: online ? [] : workerWarnings(facts.workers),
    steps,
    expected: null,
    notChosen: online ? [] : [{ what: 'an online backup', why: whyNotOnline(facts) }],
    mutes: online ? [] : [{ alert: 'neo4j-down' }],
    claims: [graphClaim(target)],
    binding: {
      server,
      database,
      online,
      workersPaused: paused,
      acts: steps.map(({ does }) => does),
    },
    memory: { constraints: [...constraints] },
  };
}

function isOnline({ edition, admin }: GraphFacts): boolean {
  return edition === 'enterprise' && admin.backupFrom !== null;
}

function whyNotOnline({ edition }: GraphFacts): string {
  return edition === 'enterprise'
    ? '`neo4j.admin.backupFrom` is not set in hart.yml'
    : 'the Community edition has none';
}

function sizeNote({ artifacts }: GraphFacts, { now }: PlanContext): readonly string[] {
  const [last] = artifacts;
  if (last === undefined) return ['There is no earlier artifact to tell the size by.'];
  return [
    `The last artifact, ${formatDuration(now - last.at)} ago, has ${Math.ceil(last.bytes / 1e6)} MB.`,
  ];
}

function onlineSteps(facts: GraphFacts, context: PlanContext): readonly PlanStep[] {
  return [
    ...[systemDatabase, facts.database].map((database) =>
      writeStep(database, true, facts, context),
    ),
    readBack,
  ];
}

function dumpSteps(facts: GraphFacts, context: PlanContext): readonly PlanStep[] {
  const { admin } = facts;
  return [
    pausedStep,
    planStep({
      id: 'stop',
      does: 'stop',
      title: 'Stop Neo4j cleanly',
      why: 'since a dump needs a store that nobody writes',
      statements: [admin.describe({ act: 'stop' })],
      expected: 30 * SECOND,
      undo: 'Starting it again, which is done whatever happens.',
    }),
    ...[systemDatabase, facts.database].map((database) =>
      writeStep(database, false, facts, context),
    ),
    startStep(facts),
    readBack,
    proveStep(context),
  ];
}

function writeStep(
  database: string,
  online: boolean,
  { admin }: GraphFacts,
  { runId }: PlanContext,
): PlanStep {
  const command: GraphCommand = { act: online ? 'backup' : 'dump', database, directory: runId };
  return planStep({
    id: `write-${database}`,
    does: 'write',
    title: `${online ? 'Back up' : 'Dump'} ${named(database)}`,
    brokenOff: `${named(database)} was not written whole: there is no new backup of it.`,
    statements: [admin.describe(command)],
    input: { database, online },
  });
}

/** Also what compensates: whatever fails while Neo4j is stopped, it is started again. */
export function startStep({ admin }: GraphFacts): PlanStep {
  return planStep({
    id: 'start',
    does: 'start',
    title: 'Start Neo4j and wait until it answers',
    statements: [admin.describe({ act: 'start' })],
    expected: MINUTE,
  });
}

const readBack: PlanStep = planStep({
  id: 'read-back',
  does: 'read-back',
  title: 'Read the artifacts back',
  why: 'since a file that is there may be half',
  brokenOff: 'What was written was not read back.',
});

export function proveStep({ template }: PlanContext): PlanStep {
  return planStep({
    id: 'prove',
    does: 'prove',
    title: 'Prove it: write, read, constraints',
    why: 'since a server that runs may still not work',
    statements: ['graph-proof-write.cypher', 'graph-proof-remove.cypher'].map(template),
  });
}
