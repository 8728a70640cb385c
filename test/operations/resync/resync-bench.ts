import { createBoltServer } from '../../../sandbox/bolt/bolt-server.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { OperationName } from '../../../src/domain/plan.ts';
import type { Run } from '../../../src/domain/run.ts';
import type { Operation } from '../../../src/operations/acting/operation.ts';
import { resyncOperations } from '../../../src/operations/resync/resync-operations.ts';
import { graphAccess } from '../../support/graph-ports.ts';
import { person } from '../acting/acting-bench.ts';
import { type RestoreBench, requester, restoreBench } from '../restore-run/restore-bench.ts';

/** The engine over a simulated SQL Server and the Neo4j of the same world. Waiting lets the world's time pass. */
export interface ResyncBench extends RestoreBench {
  /** Proposes; a refusal comes back as it is. */
  propose(
    operation: OperationName,
    options?: JsonObject,
  ): ReturnType<RestoreBench['acting']['propose']>;
  /** Proposes it, and has it confirmed and approved. */
  agreedTo(operation: OperationName, options?: JsonObject): Promise<Run>;
  /** The same, and begins it. */
  start(operation: OperationName, options?: JsonObject): Promise<Run>;
  /** The same to its end. */
  runs(operation: OperationName, options?: JsonObject): Promise<Run>;
}

const password = 'graph';
const approvers = [person('ada'), person('ben')];

export async function resyncBench(
  operations: readonly Operation[] = resyncOperations,
): Promise<ResyncBench> {
  const bench = await restoreBench({ operations });
  const { world, ports } = bench;
  // Its workers run: they drain what a resync sends.
  world.setFault('application-stopped', false);
  const bolt = await createBoltServer({
    host: '127.0.0.1',
    graph: world.graph,
    credentials: { neo4j: password },
    record: () => undefined,
  });
  const { client, graph, changeGraph } = graphAccess(bolt.port, password);
  Object.assign(ports, {
    graph,
    changeGraph,
    sleep: async (duration: number) => {
      world.advance(duration);
    },
  });
  const close = bench.close.bind(bench);
  const propose: ResyncBench['propose'] = (operation, options = {}) =>
    bench.acting.propose({ operation, environment: 'production', options, by: requester });
  const agreedTo: ResyncBench['agreedTo'] = async (operation, options) => {
    const run = await propose(operation, options);
    if ('rule' in run) throw new Error(`${run.rule}: ${run.message}`);
    const typedName = `production/${run.plan.target.database}`;
    const given = { hash: run.hash, typedName };
    const confirmed = await bench.acting.confirm(run.id, requester, given);
    if ('rule' in confirmed) throw new Error(`${confirmed.rule}: ${confirmed.message}`);
    for (const by of approvers.slice(0, run.consent.approvals))
      await bench.acting.approve(run.id, by, given);
    return run;
  };
  const start: ResyncBench['start'] = async (operation, options) => {
    const run = await agreedTo(operation, options);
    if (run.consent.approvals === 0) return run;
    const started = await bench.acting.start(run.id, requester);
    if ('rule' in started) throw new Error(`${started.rule}: ${started.message}`);
    return run;
  };
  return Object.assign(bench, {
    propose,
    agreedTo,
    start,
    runs: async (operation: OperationName, options?: JsonObject) =>
      bench.over((await start(operation, options)).id),
    async close() {
      await client.close();
      await bolt.close();
      await close();
    },
  });
}
