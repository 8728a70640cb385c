import { type Refusal, refuse } from '../../domain/authority.ts';
import { named, type Plan, type PlanStep } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import { formatDuration, SECOND } from '../../domain/time.ts';
import type { GraphArtifact, GraphCommand, PlanContext } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import type { GraphFacts } from './graph-facts.ts';
import { graphClaim, graphTarget } from './graph-target.ts';
import { pausedStep, refusedByWorkers, workerWarnings } from './paused-workers.ts';
import { proveStep, startStep } from './plan-graph-backup.ts';

/** Puts an artifact in place of the graph, after the graph itself was dumped (safety rule S34). */
export function planGraphRestore(
  order: RunOrder,
  facts: GraphFacts,
  context: PlanContext,
): Plan | Refusal {
  const { server, database, constraints } = facts;
  const artifact = chosen(order, facts);
  if (artifact === null) return noArtifact(facts, context);
  const paused = order.options['workersPaused'] === true;
  const refused = refusedByWorkers('restore', paused, facts.workers);
  if (refused !== null) return refused;
  const target = graphTarget(server, database);
  const age = formatDuration(context.now - artifact.at);
  const source = `${artifact.directory}/${artifact.file}`;
  return {
    operation: 'restore.neo4j',
    environment: order.environment,
    target,
    title: `Restore ${named(database)} on ${named(server)} from ${named(source)}`,
    risk: 'critical',
    loses: [
      `What was written to the graph in the ${age} since that artifact, until a resync brings it again.`,
    ],
    varies: { age: ` in the ${age} since ` },
    notes: [`The artifact has ${Math.ceil(artifact.bytes / 1e6)} MB.`],
    warnings: workerWarnings(facts.workers),
    steps: stepsOf(artifact, facts, context),
    expected: null,
    notChosen: [],
    mutes: [{ alert: 'neo4j-down' }],
    claims: [graphClaim(target, 'everything')],
    binding: { server, database, source, bytes: artifact.bytes, workersPaused: true },
    memory: { constraints: [...constraints] },
  };
}

function chosen({ options }: RunOrder, { artifacts, database }: GraphFacts): GraphArtifact | null {
  const usable = artifacts.filter((each) => each.database === database && each.bytes > 0);
  const { artifact } = options;
  if (artifact === undefined || artifact === null) return usable[0] ?? null;
  return usable.find(({ directory }) => directory === artifact) ?? null;
}

function stepsOf(
  artifact: GraphArtifact,
  facts: GraphFacts,
  context: PlanContext,
): readonly PlanStep[] {
  const { runId } = context;
  const { admin, database } = facts;
  const dump: GraphCommand = { act: 'dump', database, directory: runId };
  const online = artifact.file.endsWith('.backup') && facts.edition === 'enterprise';
  const load: GraphCommand = {
    act: online ? 'restore' : 'load',
    database,
    directory: artifact.directory,
  };
  return [
    planStep({
      id: 'inspect',
      does: 'inspect',
      title: `Read ${named(artifact.file)} whole`,
      why: 'so that nothing is overwritten that cannot be replaced',
      brokenOff: `${named(artifact.file)} was not read whole.`,
      input: { directory: artifact.directory, file: artifact.file },
    }),
    pausedStep,
    planStep({
      id: 'stop',
      does: 'stop',
      title: 'Stop Neo4j cleanly',
      statements: [admin.describe({ act: 'stop' })],
      expected: 30 * SECOND,
      undo: 'Starting it again, which is done whatever happens.',
    }),
    planStep({
      id: `write-${database}`,
      does: 'write',
      title: `Dump ${named(database)} as it is`,
      why: 'to have it back',
      brokenOff: `The dump of ${named(database)} was broken off, and what there is of it is of no use.`,
      statements: [admin.describe(dump)],
      input: { database, online: false },
    }),
    planStep({
      id: 'load',
      does: 'load',
      title: `Load ${named(artifact.file)} in its place`,
      statements: [admin.describe(load)],
      undo: `Loading what was dumped before into ${named(runId)}.`,
      overwrites: true,
      // A load that is cut off leaves half a store: it is let end, then undone.
      stop: {
        leaves: `${named(database)} holds again what it held before, loaded back from its dump, and runs.`,
        goesOn: 'Ask for the restore again, or let the workers go on as before.',
      },
      input: { database, directory: artifact.directory, online },
    }),
    planStep({
      id: 'load-back',
      does: 'load-back',
      title: `Only if that fails or is stopped: load back what was dumped of ${named(database)}`,
      why: 'so that the graph is as it was',
      statements: [admin.describe({ ...dump, act: 'load' })],
      undoes: 'load',
      input: { database },
    }),
    { ...startStep(facts), safe: 'restored and running, not yet proven' },
    proveStep(context),
  ];
}

function noArtifact({ artifacts }: GraphFacts, { now }: PlanContext): Refusal {
  const known = artifacts
    .slice(0, 5)
    .map(({ directory, at }) => `${directory} (${formatDuration(now - at)} old)`);
  return refuse(
    'no-artifact',
    'There is no such artifact of the graph.',
    known.length === 0
      ? 'None is on hand: `/hart backup neo4j` makes one.'
      : `On hand: ${known.join(', ')}.`,
  );
}
