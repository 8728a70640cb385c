import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach } from 'vitest';
import { createCertificate } from '../../../sandbox/certificate.ts';
import { startDeployment } from '../../../sandbox/deployment.ts';
import type { Deployment } from '../../../sandbox/deployment-port.ts';
import { factFiles, rememberedFiles } from '../../../src/app/fact-files.ts';
import type { Neo4jClient } from '../../../src/clients/neo4j.ts';
import { createNeo4jAdmin } from '../../../src/clients/neo4j-admin.ts';
import { createSqlServerClient, type SqlServerClient } from '../../../src/clients/sql-server.ts';
import { isRefusal, type Refusal } from '../../../src/domain/authority.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import type { Run } from '../../../src/domain/run.ts';
import {
  type Operation,
  type OperationPorts,
  type StepContext,
} from '../../../src/operations/acting/operation.ts';
import { graphOperations } from '../../../src/operations/graph/graph-operations.ts';
import { silentLogger } from '../../fakes/silent-logger.ts';
import { silent } from '../../sandbox/slack/quiet-log.ts';
import { type GraphAccess, graphAccess } from '../../support/graph-ports.ts';
import { plannedRun } from '../../terminal/noting-acting.ts';

const passwords = { reader: 'r', operator: 'o', sa: 's', neo4j: 'graph' };
export let deployment: Deployment;
let access: GraphAccess;
let client: Neo4jClient;
let sql: SqlServerClient;
export let ports: OperationPorts;

export function home() {
  const found = deployment.neo4j.home;
  if (!found) throw new Error('the deployment has no home of Neo4j');
  return found;
}

/** A simulated Hartonomous with the tools of its Neo4j, its application stopped; so again before each test. */
export function withGraph(): void {
  beforeAll(async () => {
    deployment = await startDeployment({
      passwords,
      certificate: await createCertificate(),
      log: silent,
    });
    access = graphAccess(deployment.neo4j.port, passwords.neo4j);
    client = access.client;
    sql = createSqlServerClient({
      server: '127.0.0.1',
      port: deployment.sqlServer.port,
      database: 'master',
      encrypt: false,
      trustServerCertificate: true,
      readIntent: false,
      reader: { user: 'hart_reader', password: passwords.reader },
      logger: silentLogger,
      now: Date.now,
    });
    ports = portsWith({});
    return async () => {
      await Promise.all([client.close(), sql.close()]);
      await deployment.close();
    };
  }, 30_000);

  beforeEach(async () => {
    await deployment.world.reset();
    await stopApplication();
    for (const name of readdirSync(home().dumps))
      rmSync(join(home().dumps, name), { recursive: true });
  });
}

/** With its workers, and long enough ago that nothing of theirs is from the last minute. */
export async function stopApplication(): Promise<void> {
  await deployment.world.setFault('application-stopped', true, {});
  await deployment.world.advance(90_000);
}

export function portsWith(changed: { readonly backupFrom?: string }): OperationPorts {
  const { admin, neo4j, dumps } = home();
  return {
    settings: {
      environment: 'production',
      database: 'Hartonomous',
      graph: { server: 'bolt://graph', database: 'neo4j' },
      operatorLogin: null,
      rollbackLimit: 2 ** 30,
      backupDirectory: null,
      rpo: 0,
      rto: 0,
      allowedDatabases: [],
      allowedDirectories: [],
    },
    facts: factFiles((...asked) => sql.query(...asked), 'facts', 'sql', 'Hartonomous'),
    template: rememberedFiles('operations', 'sql'),
    graph: access.graph,
    changeGraph: access.changeGraph,
    graphAdmin: createNeo4jAdmin({
      command: [admin],
      stop: [neo4j, 'stop'],
      start: [neo4j, 'start'],
      status: [neo4j, 'status'],
      dumpDirectory: dumps,
      backupFrom: changed.backupFrom ?? null,
      timeout: 30_000,
    }),
    now: Date.now,
    sleep: async (duration) => {
      await sleep(Math.min(duration, 50));
    },
    log: silentLogger,
  };
}

export function operation(name: string): Operation {
  const found = graphOperations.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

export async function propose(
  name: 'backup.neo4j' | 'restore.neo4j',
  options: JsonObject,
  at = ports,
): Promise<Plan | Refusal> {
  const order = { ...plannedRun.order, operation: name, options };
  return await operation(name).propose(order, 'R7', at);
}

export async function planned(
  name: 'backup.neo4j' | 'restore.neo4j',
  options: JsonObject = { workersPaused: true },
  at = ports,
): Promise<Plan> {
  const plan = await propose(name, options, at);
  if (isRefusal(plan)) throw new Error(plan.message);
  return plan;
}

/** Carries a plan out as the engine does: in order, memory merged, and after a failure what compensates. */
export async function perform(plan: Plan, at = ports, before?: (id: string) => Promise<void>) {
  const { steps, compensations } = operation(plan.operation);
  let memory: JsonObject = {};
  const done: string[] = [];
  let failure: { readonly id: string; readonly why: string; readonly leaves: string } | null = null;
  const one = async (id: string): Promise<void> => {
    const step = plan.steps.find((each) => each.id === id);
    const kind = steps[step?.does ?? ''];
    if (step === undefined || kind === undefined) return;
    await before?.(id);
    const run: Run = { ...plannedRun, id: 'R7', plan, memory };
    const context: StepContext = {
      run,
      plan,
      step,
      memory,
      ports: at,
      session: null,
      signal: new AbortController().signal,
      progress() {},
    };
    const outcome = await kind.perform(context);
    memory = { ...memory, ...('memory' in outcome ? outcome.memory : {}) };
    if (outcome.kind === 'done') done.push(id);
    else
      failure = { id, why: outcome.kind === 'failed' ? outcome.why : '', leaves: '', ...outcome };
  };
  for (const { id, undoes } of plan.steps)
    if (failure === null && undoes === undefined) await one(id);
  const failed = failure;
  if (failed !== null) for (const id of compensations) if (!done.includes(id)) await one(id);
  return { done, memory, failed: failed as { id: string; why: string; leaves: string } | null };
}

export async function atoms(): Promise<number> {
  const limits = { timeout: 5000, maxRows: 10, maxBytes: 10_000 };
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await client.query('MATCH (a:Atom) RETURN count(a) AS many', {}, limits);
    if (answer.ok) return Number(answer.value[0]?.['many']);
    await sleep(100);
  }
  throw new Error('the graph does not answer');
}

export async function running(): Promise<boolean> {
  const answer = await ports.graphAdmin?.running();
  return answer?.ok === true && answer.value;
}
